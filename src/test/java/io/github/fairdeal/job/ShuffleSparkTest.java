package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.source.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShuffleSparkTest extends SparkTest {

    @TempDir
    Path above;

    private TestDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = sharedDigits().copyTo(above.resolve("dataset"));
    }

    @ParameterizedTest
    @EnumSource
    void epoch_holdsEveryRecordOnceWhereThePermutationPutsIt(RecordKind kind) throws IOException {
        shuffle(kind).shards(7).gathering(Gathering.NEVER).execute();

        List<TestRecord> sorted = TestRecord.read(dataset.sorted(kind));
        List<TestRecord> shuffled = TestRecord.read(dataset.epoch(0));
        Permutation permutation = Permutation.of(new EpochId(5, 0), 3_000);
        assertThat(shuffled).hasSize(3_000);
        for (int position = 0; position < shuffled.size(); position++) {
            assertThat(shuffled.get(position)).isEqualTo(sorted.get((int) permutation.index(position)));
        }
        assertThat(shuffled)
                .extracting(TestRecord::index)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 3_000).boxed().toList());
    }

    @Test
    void shards_areEqualToOneRecord() throws IOException {
        shuffle(RecordKind.PATH).shards(7).execute();

        List<Long> sizes = new ArrayList<>();
        for (Path shard : dataset.epoch(0)) {
            sizes.add((long) TestRecord.read(List.of(shard)).size());
        }
        assertThat(sizes).containsExactly(429L, 429L, 429L, 429L, 428L, 428L, 428L);
    }

    @Test
    void manifest_describesTheEpoch() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-03-04T05:06:07.89Z"), ZoneOffset.UTC);
        Shuffle.Result result =
                shuffle(RecordKind.PATH).epoch(3).shards(7).clock(clock).execute();

        EpochManifest manifest = dataset.openEpoch(3).manifest();
        assertThat(result.outcome()).isEqualTo(Staging.Outcome.PUBLISHED);
        assertThat(result.epoch().manifest()).isEqualTo(manifest);
        assertThat(manifest.id()).isEqualTo(new EpochId(5, 3));
        assertThat(manifest.algorithm()).isEqualTo(Permutation.ALGORITHM);
        assertThat(manifest.kind()).isEqualTo(RecordKind.PATH);
        assertThat(manifest.labelCounts()).isEqualTo(DIGITS.labelCounts());
        assertThat(manifest.createdAt()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(manifest.shards().fingerprint())
                .isEqualTo(dataset.open().manifest().sorted(RecordKind.PATH).fingerprint());
        assertThat(manifest.configuration())
                .containsExactlyInAnyOrderEntriesOf(Map.of("kind", "path", "seed", "5", "epoch", "3", "shards", "7"));
        assertThat(TestDataset.list(dataset.epochFolder(3)))
                .extracting(entry -> entry.getFileName().toString())
                .hasSize(15)
                .contains("manifest.json", "path-00000-of-00007.tfrecord", "path-00006-of-00007.tfrecord")
                .contains("_path-00000-of-00007.offsets", "_path-00006-of-00007.offsets");
        assertThat(dataset.epochEntries()).containsExactly("epoch-000003");
    }

    @ParameterizedTest
    @EnumSource
    void bytes_areTheSameGatheredAndDealtForAnyInputPartitionsAndAdaptiveOrNot(RecordKind kind) throws IOException {
        shuffle(kind).shards(7).gathering(Gathering.ALWAYS).execute();
        Map<String, byte[]> expected = shards(0);

        for (int partitions : new int[] {3, 200}) {
            SparkSession session = spark().newSession();
            session.conf().set("spark.sql.adaptive.enabled", partitions == 3);
            dataset = sharedDigits().copyTo(above.resolve("copy-" + partitions));
            shuffle(session, kind)
                    .shards(7)
                    .gathering(Gathering.NEVER)
                    .inputPartitions(partitions)
                    .execute();

            assertThat(shards(0)).as("%d partitions", partitions).containsExactlyEntriesOf(expected);
        }
    }

    /** Records of 19 KB, which are read and not mapped. */
    @Test
    void bytes_ofLongRecords_areTheSameGatheredAndDealt() throws IOException {
        List<Map<String, byte[]>> ways = new ArrayList<>();
        for (Gathering way : List.of(Gathering.ALWAYS, Gathering.NEVER)) {
            dataset = new TestDataset(above.resolve("long-" + way.word()));
            new SyntheticRecords(spark())
                    .records(1_000)
                    .labels(10)
                    .kind(RecordKind.IMAGE)
                    .size(80)
                    .output(dataset.path())
                    .execute();
            shuffle(RecordKind.IMAGE).shards(7).gathering(way).execute();
            ways.add(shards(0));
        }

        assertThat(ways.get(0)).hasSize(7).containsExactlyEntriesOf(ways.get(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Gathering.class,
            names = {"ALWAYS", "NEVER"})
    void bytes_areTheSameForAnyDivisionOfTheSortedShards(Gathering way) throws IOException {
        shuffle(RecordKind.IMAGE).shards(7).execute();
        Map<String, byte[]> expected = shards(0);

        dataset = new TestDataset(above.resolve("other"));
        new Prepare(spark()).images(DIGITS).output(dataset.path()).shards(13).execute();
        shuffle(RecordKind.IMAGE).shards(7).gathering(way).execute();

        assertThat(shards(0)).containsExactlyEntriesOf(expected);
    }

    @Test
    void concatenation_isTheSameOrderForAnyNumberOfShards() throws IOException {
        shuffle(RecordKind.IMAGE).shards(1).execute();
        List<TestRecord> expected = TestRecord.read(dataset.epoch(0));

        for (int shards : new int[] {7, 16, 50}) {
            dataset = sharedDigits().copyTo(above.resolve("dataset-" + shards));
            shuffle(RecordKind.IMAGE).shards(shards).execute();

            assertThat(TestRecord.read(dataset.epoch(0))).isEqualTo(expected);
        }
    }

    @Test
    void kinds_haveTheSameOrder() throws IOException {
        shuffle(RecordKind.IMAGE).execute();
        List<TestRecord> images = TestRecord.read(dataset.epoch(0));
        dataset = sharedDigits().copyTo(above.resolve("paths"));
        shuffle(RecordKind.PATH).execute();

        assertThat(TestRecord.read(dataset.epoch(0)))
                .extracting(TestRecord::index)
                .isEqualTo(images.stream().map(TestRecord::index).toList());
    }

    /** If these change, published epochs cannot be made again: a new algorithm tag or format version is due. */
    @Test
    void bytes_ofASmallDataset_areThoseOfEveryVersion() throws IOException {
        dataset = new TestDataset(above.resolve("golden"));
        new Prepare(spark())
                .images(DrawnDigits.of(100))
                .output(dataset.path())
                .paths(PathStyle.RELATIVE)
                .execute();
        shuffle(RecordKind.PATH).epoch(0).shards(3).execute();
        shuffle(RecordKind.IMAGE).epoch(1).shards(3).execute();

        assertThat(checksums(0)).containsExactly("705f7229", "d7732859", "caf4e314");
        assertThat(checksums(1)).containsExactly("b01a98c8", "1146b493", "ba680374");
    }

    @Test
    void epochAndSeed_giveOtherOrders() throws IOException {
        shuffle(RecordKind.PATH).epoch(0).seed(5).execute();
        shuffle(RecordKind.PATH).epoch(1).seed(5).execute();
        shuffle(RecordKind.PATH).epoch(2).seed(4).execute();

        assertThat(List.of(shards(0), shards(1), shards(2)))
                .extracting(shards -> shards.get("path-00000-of-00016.tfrecord"))
                .doesNotHaveDuplicates();
        assertThat(dataset.published()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void singleRecordAndSingleShard_work() throws IOException {
        dataset = new TestDataset(above.resolve("one"));
        new Prepare(spark())
                .images(DrawnDigits.of(1))
                .output(dataset.path())
                .shards(1)
                .execute();
        shuffle(RecordKind.PATH).shards(1).execute();

        assertThat(TestRecord.read(dataset.epoch(0))).isEqualTo(TestRecord.read(dataset.sorted(RecordKind.PATH)));
    }

    /** A dataset of a version that wrote no offset indexes. */
    @Test
    void sortedShardsWithoutOffsetIndexes_areDealtUnlessTheyMustBeGathered() throws IOException {
        shuffle(RecordKind.PATH).execute();
        Map<String, byte[]> expected = shards(0);
        dataset = sharedDigits().copyTo(above.resolve("without"));
        for (Path entry : TestDataset.list(dataset.sortedFolder())) {
            if (entry.toString().endsWith(".offsets")) {
                Files.delete(entry);
            }
        }

        assertThatThrownBy(() ->
                        shuffle(RecordKind.PATH).gathering(Gathering.ALWAYS).execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("shard has no offset index")
                .hasMessageContaining("--gather=never");
        shuffle(RecordKind.PATH).execute();

        assertThat(shards(0)).containsExactlyEntriesOf(expected);
    }

    @Test
    void options_thatMakeNoSense_areRefusedAtOnce() {
        Shuffle shuffle = new Shuffle(spark());

        assertThatThrownBy(() -> shuffle.epoch(-1))
                .isInstanceOf(UsageException.class)
                .hasMessage("--epoch must be 0 or more, found -1");
        assertThatThrownBy(() -> shuffle.shards(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--shards must be at least 1, found 0");
        assertThatThrownBy(() -> shuffle.inputPartitions(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--input-partitions must be at least 1, found 0");
    }

    private Shuffle shuffle(RecordKind kind) {
        return shuffle(spark(), kind);
    }

    private Shuffle shuffle(SparkSession session, RecordKind kind) {
        return new Shuffle(session).dataset(dataset.path()).kind(kind).seed(5);
    }

    private Map<String, byte[]> shards(long epoch) throws IOException {
        Map<String, byte[]> shards = new LinkedHashMap<>();
        for (Path shard : dataset.epoch(epoch)) {
            shards.put(shard.getFileName().toString(), Files.readAllBytes(shard));
        }
        return shards;
    }

    private List<String> checksums(long epoch) throws IOException {
        return dataset.openEpoch(epoch).manifest().shards().shards().stream()
                .map(Shard::crc32c)
                .toList();
    }
}
