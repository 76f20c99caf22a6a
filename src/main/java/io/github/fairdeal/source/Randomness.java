package io.github.fairdeal.source;

/** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), written out so that a picture never depends on a library's version. */
final class Randomness {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** The stream of the picture that is {@code number} among those of its {@code label}. */
    Randomness(long label, long number) {
        this.state = mix(mix(label + GOLDEN_GAMMA) + number);
    }

    /** Sixty-four bits. */
    long bits() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in {@code [0, bound)}; for small bounds, where the bias of 2^-32 times the bound does not matter. */
    int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /** Uniform in {@code [low, high)}. */
    double between(double low, double high) {
        return low + (high - low) * (bits() >>> 11) * 0x1.0p-53;
    }

    /** Bell-shaped around 0, within {@code ±reach}, standard deviation {@code reach / √6}: the mean of two uniforms. */
    double around(double reach) {
        return (between(-reach, reach) + between(-reach, reach)) / 2;
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
