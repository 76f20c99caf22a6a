/**
 * How an order of records differs from a uniformly random one: statistics as mergeable states, their laws under the
 * null hypothesis, one verdict.
 *
 * <p>Executors fill a {@link io.github.fairdeal.bias.ShardRecorder} per shard, or per part of one, from observations
 * (position, index, label); its snapshot is a {@link io.github.fairdeal.bias.ShardStatistics}, parts of a shard are
 * added with {@code plus} in any order, and the driver makes a {@link io.github.fairdeal.bias.BiasReport} of the
 * shards. All sums are exact integers, so the report is the same, bit for bit, however the input was partitioned. For
 * figures, {@link io.github.fairdeal.bias.OrderSampler} keeps a bounded sample of the order under the same rules.
 *
 * <p>Neighbours: {@code job} feeds it, {@code report} shows what it found; it knows only {@code dataset}. Recording
 * costs nanoseconds a record and memory per label of a shard; the report costs shards × labels on the driver. Formulas
 * and their sources: {@code docs/statistics.md}.
 */
package io.github.fairdeal.bias;
