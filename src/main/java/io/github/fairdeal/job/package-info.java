/**
 * The Spark actions, one class a verb in the order of the flow: {@link io.github.fairdeal.job.Prepare},
 * {@link io.github.fairdeal.job.Shuffle}, {@link io.github.fairdeal.job.Verify},
 * {@link io.github.fairdeal.job.Regenerate}, {@link io.github.fairdeal.job.Feed}, {@link io.github.fairdeal.job.Audit}.
 *
 * <p>Each has fluent options that are checked at once and {@code execute()}, which returns an immutable result. They
 * join the packages below them to Spark and hold no mathematics and no format of their own. What reaches the driver is
 * per shard or per label, never per record.
 */
package io.github.fairdeal.job;
