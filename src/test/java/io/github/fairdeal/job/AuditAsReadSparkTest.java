package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.baseline.BufferShuffle;
import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.BiasStatistic;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders as training jobs read them, reports that are kept, and the gate before publishing. */
class AuditAsReadSparkTest extends SparkTest {

    @TempDir
    private Path above;

    @Test
    void interleaveAndBuffer_areJudgedAsOneStream() throws IOException {
        Audit.Result result = sorted().interleave(2, 3).buffer(50, 7).execute();

        Iterator<TestRecord> stream = new BufferShuffle<>(inTurns(3).iterator(), 50, 7);
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(3_000), 0);
        for (int t = 0; t < 3_000; t++) {
            TestRecord next = stream.next();
            recorder.add(t, next.index(), next.label());
        }
        assertThat(result.report())
                .isEqualTo(BiasReport.of(recorder.snapshot())
                        .noting("order as read: 2 files at a time, 3 records from each in turn, "
                                + "then a shuffle buffer of 50 records (seed 7)"));
        assertThat(result.shards()).containsExactly("as read");
        assertThat(result.files())
                .hasSize(sharedDigits().sorted(RecordKind.PATH).size());
    }

    @Test
    void bufferBehindSortedFiles_isEstimated() throws IOException {
        BiasReport report = sorted().buffer(300, 1).execute().report();

        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
        assertThat(report.decidedBy()).isEqualTo(BiasStatistic.MAX_LAG);
        assertThat(report.bufferEstimate()).isBetween(280L, 300L);
    }

    @Test
    void bufferOfAll_isEven() throws IOException {
        assertThat(sorted().buffer(3_000, 1).execute().report().verdict()).isEqualTo(Verdict.EVEN);
    }

    @Test
    void windows_areThoseAskedFor() throws IOException {
        BiasReport report = sorted().windows(List.of(100, 500)).execute().report();

        assertThat(report.windowLines()).extracting(line -> line.size()).containsExactly(100, 500);
        assertThat(report.windowLines()).extracting(line -> line.windows()).containsExactly(30L, 6L);
    }

    @Test
    void windowsOfNoUse_areRefused() {
        Audit audit = new Audit(spark());
        assertThatThrownBy(() -> audit.windows(List.of(1)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--windows: size 1, expected 2 to 1000000");
        assertThatThrownBy(() -> audit.windows(List.of(10, 10)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--windows: [10, 10], expected each size once");
        assertThatThrownBy(() -> audit.buffer(0, 1))
                .isInstanceOf(UsageException.class)
                .hasMessage("--buffer must be at least 1, found 0");
    }

    @Test
    void auditedShuffle_publishesWithTheReportInside() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        new Shuffle(spark()).dataset(dataset.path()).audited().execute();

        BiasReport kept = report(dataset.epochFolder(0));
        assertThat(kept.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(kept)
                .isEqualTo(new Audit(spark())
                        .paths(List.of(dataset.epochFolder(0).toString()))
                        .execute()
                        .report());
        assertThat(dataset.epochFolder(0).resolve("report.html"))
                .content()
                .contains("epoch-000000")
                .doesNotContain("staging");
        assertThat(new Verify(spark()).dataset(dataset.path()).execute().problems())
                .isEmpty();
    }

    /** People in photographs: as many labels as a face data set has. */
    @Test
    void auditedShuffle_ofMoreLabelsThanAreJudged_isJudgedByItsIndexes() throws IOException {
        TestDataset dataset = TestDataset.pathsOnly(100_500, index -> index, above.resolve("people"));

        new Shuffle(spark()).dataset(dataset.path()).audited().execute();

        BiasReport kept = report(dataset.epochFolder(0));
        assertThat(kept.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(kept.statistic(BiasStatistic.MAX_LAG)).isPresent();
        assertThat(kept.notes())
                .containsExactly(
                        "label statistics left out: no labels",
                        "100,500 labels, more than the 100,000 that are judged: indexes are judged alone");
        String shard = dataset.sorted(RecordKind.PATH).get(0).toString();
        String copy = above.resolve("all.tfrecord").toString();
        try (OutputStream all = Files.newOutputStream(Path.of(copy))) {
            for (Path path : dataset.sorted(RecordKind.PATH)) {
                Files.copy(path, all);
            }
        }
        Audit tooMany = new Audit(spark()).paths(List.of(shard, copy));
        assertThatThrownBy(tooMany::execute)
                .isInstanceOf(BadInputException.class)
                .hasMessage(copy + ": label: more than 100,000 different values, expected classes;"
                        + " does the field hold an id?");
    }

    @Test
    void output_hasTheFiguresToo_besideAnEpochThereAreFilesOnly() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).audited().execute();
        Path output = above.resolve("audited");

        new Audit(spark())
                .paths(List.of(dataset.epochFolder(0).toString()))
                .output(output.toString())
                .execute();

        assertThat(TestDataset.list(output).stream()
                        .map(path -> path.getFileName().toString()))
                .containsExactly("bias.json", "figures", "report.html");
        assertThat(TestDataset.list(output.resolve("figures")).stream()
                        .map(path -> path.getFileName().toString()))
                .contains("order.png", "order-slide.png", "order.svg", "label-shares.png", "shards.svg");
        assertThat(TestDataset.list(dataset.epochFolder(0))).allMatch(Files::isRegularFile);
    }

    @Test
    void biasedShards_areRefusedAndTheReportKept() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        PublishGate gate = new PublishGate(spark(), dataset.open(), 3);

        assertThatThrownBy(() -> gate.requireEven(
                        dataset.sortedFolder().toString(),
                        dataset.open().manifest().sorted(RecordKind.PATH)))
                .isInstanceOf(BiasedException.class)
                .hasMessageStartingWith(dataset.epochFolder(3) + ": not published: order looks like sorted data")
                .hasMessageEndingWith("the report is in " + dataset.epochFolder(3) + ".refused");

        assertThat(report(Path.of(dataset.epochFolder(3) + ".refused")).verdict())
                .isEqualTo(Verdict.BIASED);
        assertThat(Path.of(dataset.epochFolder(3) + ".refused", "report.html"))
                .content()
                .contains("<h1 class=\"biased\">");
        assertThat(Path.of(dataset.epochFolder(3) + ".refused", "figures", "order.png"))
                .isNotEmptyFile();
        assertThat(dataset.published()).isEmpty();
    }

    @Test
    void reportOnARefusedEpoch_goesWhenTheEpochIsPublished() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        Path refused = Files.createDirectories(Path.of(dataset.epochFolder(0) + ".refused"));
        Files.writeString(refused.resolve("bias.json"), "{}");

        new Shuffle(spark()).dataset(dataset.path()).audited().execute();

        assertThat(refused).doesNotExist();
        assertThat(dataset.published()).containsExactly(0L);
    }

    @Test
    void epochOfOurs_keepsTheReportBesideItsShards_ifAsked() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).execute();
        Audit audit = new Audit(spark())
                .paths(List.of(dataset.epochFolder(0).toString()))
                .keptBesideEpoch();

        audit.buffer(10, 0).execute();
        assertThat(dataset.epochFolder(0).resolve("bias.json")).doesNotExist();
        Audit.Result result = audit.buffer(1, 0).execute();
        assertThat(report(dataset.epochFolder(0))).isEqualTo(result.report());
    }

    private Audit sorted() throws IOException {
        return new Audit(spark()).paths(List.of(sharedDigits().sortedFolder().toString()));
    }

    /** Two files at a time, {@code block} records in turn, by moving lists: all shards of the digits have one size. */
    private List<TestRecord> inTurns(int block) throws IOException {
        List<TestRecord> stream = new ArrayList<>();
        List<Path> shards = sharedDigits().sorted(RecordKind.PATH);
        for (int pair = 0; pair < shards.size(); pair += 2) {
            List<TestRecord> some = TestRecord.read(List.of(shards.get(pair)));
            List<TestRecord> others = TestRecord.read(List.of(shards.get(pair + 1)));
            assertThat(some).hasSameSizeAs(others);
            for (int from = 0; from < some.size(); from += block) {
                int to = Math.min(some.size(), from + block);
                stream.addAll(some.subList(from, to));
                stream.addAll(others.subList(from, to));
            }
        }
        return stream;
    }

    private static BiasReport report(Path folder) throws IOException {
        Path file = folder.resolve("bias.json");
        return Json.read(Files.readAllBytes(file), BiasReport.class, file.toString());
    }
}
