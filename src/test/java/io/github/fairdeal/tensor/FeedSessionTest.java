package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.TestShards;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.exceptions.TFInvalidArgumentException;

class FeedSessionTest {

    private static final int RECORDS = 210;
    private static final Set<Long> LABELS =
            LongStream.range(0, TestShards.LABELS).boxed().collect(Collectors.toCollection(TreeSet::new));

    @TempDir
    static Path folder;

    private static List<Batch> batches;

    @BeforeAll
    static void readBatches() throws IOException {
        batches = read(TestShards.SHAPE, ReadOptions.defaults());
    }

    @Test
    void run_everyBatch_givesCountsAndMeanThatAreTrue() {
        try (FeedSession session = FeedSession.open(TestShards.SHAPE, LABELS)) {
            long[] totals = new long[TestShards.LABELS];
            for (Batch batch : batches) {
                BatchResult result = session.run(batch);
                assertThat(result.labelCounts()).isEqualTo(counts(batch));
                assertThat((double) result.meanPixel()).isCloseTo(mean(batch), within(1e-3));
                result.addLabelCountsTo(totals);
            }
            assertThat(batches.get(batches.size() - 1).size()).isEqualTo(RECORDS % 20);
            assertThat(LongStream.of(totals).sum()).isEqualTo(RECORDS);
            assertThat(totals).containsOnly(21);
        }
    }

    @Test
    void run_sameImageInAnotherBatch_getsTheSameScores() throws IOException {
        List<Batch> single = read(TestShards.SHAPE, ReadOptions.defaults().withBatchSize(1));
        try (FeedSession session = FeedSession.open(TestShards.SHAPE, LABELS)) {
            BatchResult together = session.run(batches.get(0));
            float[] first = new float[together.classes()];
            for (int i = 0; i < 20; i++) {
                BatchResult alone = session.run(single.get(i));
                for (int k = 0; k < first.length; k++) {
                    assertThat(together.logit(i, k)).isCloseTo(alone.logit(0, k), within(1e-3f));
                    first[k] = i == 0 ? together.logit(0, k) : first[k];
                }
            }
            assertThat(first).hasSize(10).doesNotHaveDuplicates();
        }
    }

    @Test
    void run_sparseLabels_areCountedInAscendingOrder() {
        Set<Long> sparse = new TreeSet<>(LABELS);
        sparse.addAll(List.of(Long.MIN_VALUE, -5L, 1_000_000_007L, Long.MAX_VALUE));
        try (FeedSession session = FeedSession.open(TestShards.SHAPE, sparse)) {
            long[] counts = session.run(batches.get(0)).labelCounts();

            assertThat(session.labels())
                    .startsWith(Long.MIN_VALUE, -5, 0, 1)
                    .endsWith(9, 1_000_000_007, Long.MAX_VALUE);
            assertThat(counts).containsExactly(0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0);
        }
    }

    @Test
    void run_unknownLabel_namesTheRecord() {
        Set<Long> fewer = new TreeSet<>(LABELS);
        fewer.remove(7L);
        try (FeedSession session = FeedSession.open(TestShards.SHAPE, fewer)) {
            assertThatThrownBy(() -> session.run(batches.get(0)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("Label 7 (index 1, position 1) is none of the 9 labels of the dataset, 0 to 9;"
                            + " shard of another dataset?");
        }
        assertThatThrownBy(() -> FeedSession.open(TestShards.SHAPE, Set.of())).isInstanceOf(UsageException.class);
    }

    @Test
    void run_otherShape_isFoundByTheGraph() {
        for (ImageShape other : List.of(new ImageShape(14, 56, 1), new ImageShape(14, 28, 2))) {
            try (FeedSession session = FeedSession.open(other, LABELS)) {
                assertThatThrownBy(() -> session.run(batches.get(0)))
                        .isInstanceOf(TFInvalidArgumentException.class)
                        .hasMessageContaining("images have another shape than expected");
            }
        }
    }

    @Test
    void run_largeImages_areAveragedForTheModel() throws IOException {
        ImageShape large = new ImageShape(100, 57, 3);
        TestShards shards = new TestShards(folder);
        String path = shards.shard("large.tfrecord", RecordKind.IMAGE, 0, 3, index -> new byte[large.bytes()]);
        try (FeedSession session = FeedSession.open(large, LABELS);
                EpochReader reader = open(path, large, ReadOptions.defaults())) {
            BatchResult result = session.run(reader.next());

            assertThat(result.meanPixel()).isZero();
            assertThat(result.logit(2, 9)).isZero();
        }
    }

    @Test
    void run_manyBatches_holdsNoNativeMemory() {
        try (FeedSession session = FeedSession.open(TestShards.SHAPE, LABELS)) {
            runAll(session, 2_000);
            // 10,000 forgotten tensors of 15,680 bytes would be 157 MB, every time. The Java heap is resident memory
            // too,
            // and may grow, but not without end.
            long leastGrowth = Long.MAX_VALUE;
            for (int time = 0; time < 5 && leastGrowth >= 48 << 20; time++) {
                System.gc();
                long trackedBefore = Pointer.totalBytes();
                long residentBefore = Pointer.physicalBytes();

                runAll(session, 10_000);

                System.gc();
                assertThat(Pointer.totalBytes() - trackedBefore).isLessThan(1 << 20);
                leastGrowth = Math.min(leastGrowth, Pointer.physicalBytes() - residentBefore);
            }
            assertThat(leastGrowth).as("resident memory, in bytes").isLessThan(48 << 20);
        }
    }

    @Test
    void shared_manyTasksAtOnce_useOneSessionAndLeaveNone() throws Exception {
        ExecutorService tasks = Executors.newFixedThreadPool(4);
        SharedFeedSession first = SharedFeedSession.acquire(TestShards.SHAPE, LABELS);
        List<Future<Long>> sums = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            sums.add(tasks.submit(FeedSessionTest::feedAllShared));
        }
        for (Future<Long> sum : sums) {
            assertThat(sum.get()).isEqualTo(RECORDS);
        }
        tasks.shutdown();
        first.close();
        first.close();

        assertThat(SharedFeedSession.kept()).isZero();
        assertThatThrownBy(() -> first.run(batches.get(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shared_otherLabels_haveASessionOfTheirOwn() {
        try (SharedFeedSession ten = SharedFeedSession.acquire(TestShards.SHAPE, LABELS);
                SharedFeedSession two = SharedFeedSession.acquire(TestShards.SHAPE, Set.of(3L, 4L))) {
            assertThat(ten.labels()).hasSize(10);
            assertThat(two.labels()).containsExactly(3, 4);
            assertThat(SharedFeedSession.kept()).isEqualTo(2);
        }
        assertThat(SharedFeedSession.kept()).isZero();
    }

    private static long feedAllShared() {
        try (SharedFeedSession session = SharedFeedSession.acquire(TestShards.SHAPE, LABELS)) {
            assertThat(SharedFeedSession.kept()).isEqualTo(1);
            long[] totals = new long[TestShards.LABELS];
            for (Batch batch : batches) {
                BatchResult result = session.run(batch);
                assertThat(result.labelCounts()).isEqualTo(counts(batch));
                result.addLabelCountsTo(totals);
            }
            return LongStream.of(totals).sum();
        }
    }

    private static void runAll(FeedSession session, int runs) {
        for (int run = 0; run < runs; run++) {
            session.run(batches.get(run % batches.size()));
        }
    }

    private static List<Batch> read(ImageShape shape, ReadOptions options) throws IOException {
        String path = new TestShards(folder).imageShard("feed.tfrecord", 0, RECORDS);
        List<Batch> all = new ArrayList<>();
        try (EpochReader reader = open(path, shape, options)) {
            reader.forEachRemaining(all::add);
        }
        return all;
    }

    private static EpochReader open(String path, ImageShape shape, ReadOptions options) {
        return EpochReader.openShards(
                Storage.local(), folder.toString(), List.of(path), RecordKind.IMAGE, shape, options);
    }

    private static long[] counts(Batch batch) {
        long[] counts = new long[TestShards.LABELS];
        for (int i = 0; i < batch.size(); i++) {
            counts[(int) batch.label(i)]++;
        }
        return counts;
    }

    private static double mean(Batch batch) {
        long sum = 0;
        for (byte pixel : batch.pixels().array()) {
            sum += pixel & 0xff;
        }
        return (double) sum / batch.pixels().remaining();
    }
}
