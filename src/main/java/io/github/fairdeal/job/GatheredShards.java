package io.github.fairdeal.job;

import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.SortedRecords;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The task that writes a shard computes which records it has, and reads each of them where it lies in the sorted
 * shards. Nothing goes through a Spark shuffle, and a task holds no shard in memory; but sorted shards are read in small
 * pieces in random order.
 */
final class GatheredShards implements Serializable {

    private static final int AT_ONCE = 256;

    private final ShuffledShards plan;
    private final TaskCounter counter;

    /**
     * Gathers.
     *
     * @param counter told of every record when it was written
     */
    GatheredShards(ShuffledShards plan, TaskCounter counter) {
        this.plan = plan;
        this.counter = counter;
    }

    List<WrittenShard> write(JavaSparkContext context) {
        List<Integer> numbers =
                IntStream.range(0, plan.layout().shards()).boxed().toList();
        context.setCallSite("gather the records of shards");
        return context.parallelize(numbers, numbers.size())
                .setName("shards to write")
                .map(this::write)
                .setName("shards written")
                .collect();
    }

    private WrittenShard write(int shard) throws IOException {
        long begin = plan.layout().first(shard);
        long end = begin + plan.layout().size(shard);
        ExpectedIndexes expected = new ExpectedIndexes(plan.permutation());
        String name = "shard %d, gathered from %s".formatted(shard, plan.sortedFolder());
        try (SortedRecords sorted = new SortedRecords(
                        plan.storage(), plan.sortedFolder(), plan.sorted().shards());
                RecordReader reader = RecordReader.ofUnknownSize(sorted.frames(expected, begin, end), name);
                ShardWriter writer = plan.writer(shard)) {
            try {
                copy(reader, writer, expected, end - begin);
            } catch (DamagedRecordException e) {
                SortedRecords.Place place = sorted.place(plan.permutation().index(begin + e.record()));
                throw e.at(place.path(), place.offset(), place.record());
            }
            return writer.finish();
        }
    }

    private void copy(RecordReader reader, ShardWriter writer, ExpectedIndexes expected, long records)
            throws IOException {
        ExampleCursor example = new ExampleCursor();
        for (long first = 0; first < records; first += AT_ONCE) {
            int count = (int) Math.min(AT_ONCE, records - first);
            for (int i = 0; i < count; i++) {
                copy(reader, example, expected, writer);
            }
            counter.accept(count);
        }
    }

    private void copy(RecordReader reader, ExampleCursor example, ExpectedIndexes expected, ShardWriter writer)
            throws IOException {
        if (!reader.next()) {
            throw new IllegalStateException("fewer records came than were looked up");
        }
        long expectedIndex = expected.next();
        example.parse(reader);
        if (example.index() != expectedIndex) {
            throw reader.damaged(
                    "Sorted shard out of order: expected index %,d, found %,d"
                            .formatted(expectedIndex, example.index()),
                    "changed since it was prepared?");
        }
        example.requireKind(plan.kind());
        writer.write(
                expectedIndex,
                example.label(),
                reader.buffer(),
                reader.payloadOffset(),
                reader.payloadLength(),
                reader.payloadCrc());
    }
}
