package io.github.fairdeal.bias;

/** What a headline p-value means. */
public enum Verdict {
    /** No difference from a uniformly random order was found. */
    EVEN,
    /** One uniformly random order in a thousand looks as uneven, or as overly even, as this one. */
    SUSPICIOUS,
    /** Fewer than one uniformly random order in a million looks like this one. */
    BIASED;

    /** p-values below this are {@link #SUSPICIOUS}. */
    public static final double SUSPICIOUS_BELOW = 1e-3;

    /** p-values below this are {@link #BIASED}. */
    public static final double BIASED_BELOW = 1e-6;

    /** The verdict on a two-sided p-value. */
    public static Verdict of(double pValue) {
        if (pValue < BIASED_BELOW) {
            return BIASED;
        }
        return pValue < SUSPICIOUS_BELOW ? SUSPICIOUS : EVEN;
    }
}
