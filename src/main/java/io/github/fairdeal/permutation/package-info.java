/**
 * The order of an epoch as a pure function: which position a record takes, and which record is at a position, by
 * arithmetic alone. Because nothing is drawn while records move, a task that runs twice, elsewhere or beside itself
 * computes the same answer, and every record's shard and slot are known before anything is read.
 *
 * <p>Entry types: {@link io.github.fairdeal.permutation.Permutation} (index to position and back) and
 * {@link io.github.fairdeal.permutation.ShardLayout} (position to shard and slot). Knows only
 * {@link io.github.fairdeal.dataset.EpochId}; everything that writes or reads an epoch builds on it.
 *
 * <p>Cost: tens of nanoseconds a record, the same for a thousand records and for 2<sup>62</sup>; a few hundred bytes of
 * state, up to 32 kB where a table is used ({@code N <= 4096}). Values are immutable and shared freely between threads.
 *
 * <p>{@code docs/permutation.md} says how the orders are computed, exactly enough to do it in another language, and how
 * they were judged.
 */
package io.github.fairdeal.permutation;
