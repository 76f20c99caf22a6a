package io.github.fairdeal.baseline;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.permutation.ShardLayout;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One way to bring the records of a sorted dataset into an order, as {@code compare} tries them.
 *
 * @param name short and stable, the key of {@code compare.json}
 * @param title as people read it
 * @param description what it does, in a sentence, with the sizes that it has here
 * @param records that a training job takes from it: all, or the first of them
 * @param bufferRecords records that it holds in memory at most
 * @param orders for a seed, the indexes of all records of the dataset in the order in which they come out
 */
public record ShufflePipeline(
        String name,
        String title,
        String description,
        long records,
        long bufferRecords,
        LongFunction<Iterator<Long>> orders) {

    /** Name of the article's pipeline. */
    public static final String ARTICLE = "shuffle-batch-10000";

    private static final long ARTICLE_RECORDS = 70_000;
    private static final long ARTICLE_PREFIX = 50_000;
    private static final int MIN_AFTER_DEQUEUE = 10_000;
    private static final int SHARDS = 16;

    /**
     * The shuffles that people use. Their sizes are those of the article, which had 70,000 records; for a dataset no
     * larger than its queue they are in the same proportion to the dataset, or they would shuffle it fully.
     *
     * @param records N of the dataset, at least 100
     * @param batchSize records a batch of the article's pipeline
     * @throws UsageException if the article's queue has room for all records even so, because batches are large
     */
    public static List<ShufflePipeline> baselines(long records, int batchSize) {
        RandomShuffleQueue.Settings queue = queue(records, batchSize);
        int small = scaled(1_000, records, batchSize);
        int large = scaled(10_000, records, batchSize);
        return List.of(
                sequential(records),
                article(records, queue),
                buffer(records, 1_000, small),
                buffer(records, 10_000, large),
                shards(records, large));
    }

    /** Whether {@link #baselines} of such a dataset have other sizes than the article's. */
    public static boolean isScaled(long records, int batchSize) {
        return records <= capacity(MIN_AFTER_DEQUEUE, batchSize);
    }

    private static RandomShuffleQueue.Settings queue(long records, int batchSize) {
        int minAfterDequeue = scaled(MIN_AFTER_DEQUEUE, records, batchSize);
        long most = Math.min(records, Integer.MAX_VALUE) - 1;
        long capacity = capacity(minAfterDequeue, batchSize);
        if (capacity > most) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "--batch-size %,d: a queue of %,d records and three batches would hold %,d of the %,d records, and shuffle nothing less than all; expected a batch of at most %,d",
                    batchSize,
                    minAfterDequeue,
                    Math.min(capacity, records),
                    records,
                    (most - minAfterDequeue) / 3));
        }
        return RandomShuffleQueue.Settings.ofGuide(minAfterDequeue, batchSize);
    }

    /** That of {@link RandomShuffleQueue.Settings#ofGuide}, however large. */
    private static long capacity(int minAfterDequeue, int batchSize) {
        return minAfterDequeue + 3L * batchSize;
    }

    private static int scaled(int size, long records, int batchSize) {
        return isScaled(records, batchSize) ? (int) Math.max(2, size * records / ARTICLE_RECORDS) : size;
    }

    private static ShufflePipeline sequential(long records) {
        return new ShufflePipeline(
                "sequential",
                "as sorted",
                "no shuffle: the records in the order of their files",
                records,
                0,
                seed -> sorted(0, records));
    }

    private static ShufflePipeline article(long records, RandomShuffleQueue.Settings queue) {
        long batches = Math.min(ARTICLE_PREFIX, records * ARTICLE_PREFIX / ARTICLE_RECORDS) / queue.batchSize();
        return new ShufflePipeline(
                ARTICLE,
                "tf.train.shuffle_batch",
                String.format(
                        Locale.ROOT,
                        "RandomShuffleQueue with min_after_dequeue %,d and capacity %,d, kept full; the first %,d batches of %,d",
                        queue.minAfterDequeue(),
                        queue.capacity(),
                        Math.max(1, batches),
                        queue.batchSize()),
                Math.min(records, Math.max(1, batches) * queue.batchSize()),
                queue.capacity(),
                seed -> new RandomShuffleQueue<>(sorted(0, records), queue, RandomShuffleQueue.Producer.FAST, seed));
    }

    private static ShufflePipeline buffer(long records, int named, int buffer) {
        return new ShufflePipeline(
                "tf-data-" + named,
                String.format(Locale.ROOT, "tf.data shuffle(%,d)", buffer),
                String.format(Locale.ROOT, "tf.data's shuffle with a buffer of %,d records", buffer),
                records,
                buffer,
                seed -> new BufferShuffle<>(sorted(0, records), buffer, seed));
    }

    private static ShufflePipeline shards(long records, int buffer) {
        ShardLayout layout = new ShardLayout(records, SHARDS);
        List<Iterable<Long>> shards = IntStream.range(0, SHARDS)
                .<Iterable<Long>>mapToObj(shard -> () -> sorted(layout.first(shard), layout.size(shard)))
                .toList();
        return new ShufflePipeline(
                "shard-shuffle-buffer",
                "shard order + buffer",
                String.format(
                        Locale.ROOT,
                        "%d sorted shards in random order, then tf.data's shuffle with a buffer of %,d records",
                        SHARDS,
                        buffer),
                records,
                buffer,
                seed -> new BufferShuffle<>(new ShardOrderShuffle<>(shards, ~seed), buffer, seed));
    }

    private static Iterator<Long> sorted(long first, long records) {
        return LongStream.range(first, first + records).iterator();
    }
}
