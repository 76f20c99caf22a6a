package io.github.fairdeal.read;

/**
 * What a reader does with an image that is missing, damaged or of another size. Damage to a shard itself is always an
 * error: what lies behind it cannot be trusted.
 */
public enum DamagePolicy {
    /** The batch that it belongs to is an error, after all batches before it. */
    FAIL,
    /** The batch is smaller by it; a batch of which nothing is left does not come. */
    SKIP,
    /** A black image takes its place, and {@link Batch#isSubstitute} says so: batches keep their size. */
    SUBSTITUTE
}
