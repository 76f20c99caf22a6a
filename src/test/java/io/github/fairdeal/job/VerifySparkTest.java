package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.OrderCheck;
import io.github.fairdeal.source.DrawnDigits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerifySparkTest extends SparkTest {

    private static final int SHARDS = 5;

    @TempDir
    Path above;

    private TestDataset dataset;
    private Path shard;

    @BeforeEach
    void shuffleACopy() throws IOException {
        dataset = sharedDigits().copyTo(above.resolve("dataset"));
        shuffle(RecordKind.PATH, 0);
        shard = dataset.epoch(0).get(2);
    }

    @ParameterizedTest
    @EnumSource
    void soundEpoch_isSound(RecordKind kind) throws IOException {
        shuffle(kind, 1);

        Verify.Result result =
                new Verify(spark()).dataset(dataset.path()).epoch(1).execute();

        assertThat(result.isSound()).isTrue();
        assertThat(result.problems()).isEmpty();
        assertThat(result.records()).isEqualTo(3_000);
        assertThat(result.bytes())
                .isEqualTo(dataset.epoch(1).stream().mapToLong(Damage::size).sum());
        assertThat(result.epoch().manifest()).isEqualTo(dataset.openEpoch(1).manifest());
    }

    @Test
    void noSuchEpoch_namesThePublishedOnes() {
        assertThatThrownBy(() ->
                        new Verify(spark()).dataset(dataset.path()).epoch(9).execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("No epoch 9 in " + dataset.folder() + ": published are 0; make it with");
    }

    @Test
    void flippedBit_isNamedWithFileOffsetAndRecord() throws IOException {
        Damage.flipBit(shard, Files.size(shard) / 2);

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Record (payload|length) checksum mismatch: expected 0x[0-9a-f]{8}, found 0x[0-9a-f]{8} \\("
                        + shard + ", offset \\d+, record (29|30)\\d\\); .*");
    }

    @Test
    void truncatedShard_isNamedWithBothSizes() throws IOException {
        long bytes = Files.size(shard);
        Damage.truncate(shard, bytes - 1);

        assertThat(problems())
                .containsExactly("%s: shard has %,d bytes, expected %,d as its manifest says; truncated?"
                        .formatted(shard, bytes - 1, bytes));
    }

    @Test
    void extendedShard_isNamedWithBothSizes() throws IOException {
        long bytes = Files.size(shard);
        Damage.append(shard, new byte[1]);

        assertThat(problems())
                .containsExactly(
                        "%s: shard has %,d bytes, expected %,d as its manifest says; overwritten or appended to?"
                                .formatted(shard, bytes + 1, bytes));
    }

    @Test
    void wrongOffsetIndex_isNamedAndAMissingOneIsNot() throws IOException {
        Path index = shard.resolveSibling("_" + shard.getFileName().toString().replace(".tfrecord", ".offsets"));
        Damage.flipBit(index, 8 * 40);

        assertThat(problems())
                .containsExactly(
                        index + ": offset index does not fit its shard at record 0; of another shard, or damaged? "
                                + "delete it, shards are read without it too");
        Files.delete(index);
        assertThat(new Verify(spark()).dataset(dataset.path()).execute().isSound())
                .isTrue();
    }

    @Test
    void missingShards_areAllNamed() throws IOException {
        Files.delete(shard);
        Path sorted = dataset.sorted(RecordKind.PATH).get(0);
        Files.delete(sorted);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        shard + ": shard is missing; the manifest names it",
                        sorted + ": shard is missing; the manifest names it");
    }

    @Test
    void recordReplacedByAnotherValidOne_isNamedByItsIndex() throws IOException {
        long index = TestRecord.read(List.of(shard)).get(10).index();
        Damage.relabel(shard, 10);

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith(shard + ": file checksum "))
                .contains("index %,d: label or payload differs from the sorted record".formatted(index));
    }

    /** Whoever replaces a record and mends the manifest too is found out by the sorted record. */
    @Test
    void recordReplacedUnderAMendedManifest_isNamedByItsIndex() throws IOException {
        long index = TestRecord.read(List.of(shard)).get(10).index();
        String before = dataset.openEpoch(0).manifest().shards().shards().get(2).crc32c();
        Damage.relabel(shard, 10);
        Path manifest = dataset.epochFolder(0).resolve(EpochManifest.FILE_NAME);
        Files.writeString(manifest, Files.readString(manifest).replace(before, Damage.crc32c(shard)));

        assertThat(problems())
                .hasSize(2)
                .contains("index %,d: label or payload differs from the sorted record".formatted(index))
                .anySatisfy(problem -> assertThat(problem).contains("offset index is of a shard of"));
    }

    @Test
    void twoRecordsThatChangedPlaces_areBothNamed() throws IOException {
        List<TestRecord> records = new ArrayList<>(TestRecord.read(List.of(shard)));
        Collections.swap(records, 4, 5);
        TestRecord.write(records, shard);

        assertThat(problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("Wrong record at position 1,204: expected index %,d, found %,d (%s, offset "
                                .formatted(
                                        records.get(5).index(), records.get(4).index(), shard)))
                .anySatisfy(problem -> assertThat(problem).startsWith("Wrong record at position 1,205: "))
                .anySatisfy(problem -> assertThat(problem).startsWith(shard + ": file checksum "));
    }

    @Test
    void recordThatComesTwiceInPlaceOfAnother_isNamedByItsPlace() throws IOException {
        List<TestRecord> records = new ArrayList<>(TestRecord.read(List.of(shard)));
        // Paths of the same length, so that the file's size stays.
        int other = 1;
        while (records.get(other).encoded().length != records.get(0).encoded().length) {
            other++;
        }
        TestRecord lost = records.set(other, records.get(0));
        TestRecord.write(records, shard);

        assertThat(problems()).anySatisfy(problem -> assertThat(problem)
                .contains("expected index %,d, found %,d"
                        .formatted(lost.index(), records.get(0).index())));
    }

    @Test
    void moreProblemsThanAreListed_areCounted() throws IOException {
        List<TestRecord> records = new ArrayList<>(TestRecord.read(List.of(shard)));
        Collections.reverse(records);
        TestRecord.write(records, shard);

        Verify.Result result = verify();

        assertThat(result.problems()).hasSize(OrderCheck.MAX_PROBLEMS_LISTED);
        assertThat(result.problemCount()).isEqualTo(601);
    }

    @Test
    void datasetPreparedAgainDifferently_isNotWhatTheEpochWasMadeOf() throws IOException {
        dataset.replaceRecordsBy(TestDataset.prepare(spark(), DrawnDigits.of(2_000), above.resolve("other")));

        assertThatThrownBy(this::verify)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(dataset.epochFolder(0)
                        + ": epoch of another record set: expected 2,000 records with fingerprint")
                .hasMessageEndingWith("was the dataset prepared again?");
    }

    @Test
    void epochOfAnotherAlgorithm_cannotBeVerified() throws IOException {
        Path manifest = dataset.epochFolder(0).resolve(EpochManifest.FILE_NAME);
        Files.writeString(manifest, Files.readString(manifest).replace("mixed-radix-feistel-12/1", "coin-toss/1"));

        assertThatThrownBy(this::verify)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(dataset.epochFolder(0) + ": made with permutation coin-toss/1, this software");
    }

    @Test
    void damagedManifest_isNamed() throws IOException {
        Path manifest = dataset.epochFolder(0).resolve(EpochManifest.FILE_NAME);
        Files.write(manifest, "[1, 2]".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(this::verify)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(manifest + ": not a valid EpochManifest: ");
    }

    /** Both have the right records; the manifest's order of shards is what counts. */
    @Test
    void sortedShardThatWasRewrittenAlike_isSound() throws IOException {
        Path sorted = dataset.sorted(RecordKind.PATH).get(1);
        TestRecord.write(TestRecord.read(List.of(sorted)), sorted);
        Path manifest = dataset.folder().resolve(DatasetManifest.FILE_NAME);
        Files.write(manifest, Json.bytes(dataset.open().manifest()));

        assertThat(verify().isSound()).isTrue();
    }

    private void shuffle(RecordKind kind, long epoch) throws IOException {
        new Shuffle(spark())
                .dataset(dataset.path())
                .kind(kind)
                .seed(5)
                .epoch(epoch)
                .shards(SHARDS)
                .execute();
    }

    private Verify.Result verify() throws IOException {
        return new Verify(spark()).dataset(dataset.path()).execute();
    }

    private List<String> problems() throws IOException {
        Verify.Result result = verify();
        assertThat(result.isSound()).isFalse();
        assertThat(result.problemCount()).isEqualTo(result.problems().size());
        assertThat(result.problems()).allSatisfy(problem -> assertThat(problem).doesNotContain("\n"));
        return result.problems();
    }
}
