package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.FairdealException;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What shuffle says when it cannot, and that it leaves nothing behind then. */
final class ShuffleFailureSparkTest extends SparkTest {

    @TempDir
    Path above;

    private TestDataset dataset;
    private Path shard;

    private Gathering gathering = Gathering.AUTO;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = sharedDigits().copyTo(above.resolve("dataset"));
        shard = dataset.sorted(RecordKind.PATH).get(2);
    }

    @Test
    void noDataset_isNamedWithWhatMakesIt() {
        Path absent = above.resolve("absent");

        assertThatThrownBy(() -> new Shuffle(spark()).dataset(absent.toString()).execute())
                .isInstanceOf(BadInputException.class)
                .hasMessage(("No dataset at %s: expected dataset.json there, found no such folder;"
                                + " make one with `fairdeal prepare --output %s`")
                        .formatted(absent, absent));
        assertThat(absent).doesNotExist();
    }

    @Test
    void damagedManifest_isNamed() throws IOException {
        Files.writeString(dataset.folder().resolve("dataset.json"), "{\"formatVersion\": ");

        assertFails(BadInputException.class, dataset.folder() + "/dataset.json: not a valid DatasetManifest: ");
    }

    @Test
    void kindThatWasNotPrepared_isRefused() throws IOException {
        dataset = TestDataset.pathsOnly(100, above.resolve("paths"));

        assertThatThrownBy(() -> shuffle().kind(RecordKind.IMAGE).execute())
                .isInstanceOf(UsageException.class)
                .hasMessage("the dataset has no image records, only path; prepare it with --kinds image");
    }

    @Test
    void moreShardsThanRecords_isRefused() throws IOException {
        assertThatThrownBy(() -> shuffle().shards(3_001).execute())
                .isInstanceOf(UsageException.class)
                .hasMessage("More shards than records: expected at most 3000 shards, found 3001; ask for fewer shards");
        assertThat(dataset.epochEntries()).isEmpty();
    }

    @Test
    void epochThatIsPublishedAlready_isLeftAsItIs() throws IOException {
        shuffle().execute();
        Path manifest = dataset.epochFolder(0).resolve("manifest.json");
        var written = Files.getLastModifiedTime(manifest);
        Path first = dataset.epoch(0).get(0);
        var writtenShard = Files.getLastModifiedTime(first);

        Shuffle.Result again = shuffle().execute();

        assertThat(again.outcome()).isEqualTo(Staging.Outcome.ALREADY_PUBLISHED);
        assertThat(again.epoch().manifest()).isEqualTo(dataset.openEpoch(0).manifest());
        assertThat(Files.getLastModifiedTime(manifest)).isEqualTo(written);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(writtenShard);
    }

    @Test
    void epochThatIsPublishedWithOtherContent_conflictsAndStays() throws IOException {
        shuffle().execute();
        byte[] manifest = Files.readAllBytes(dataset.epochFolder(0).resolve("manifest.json"));

        assertConflict(shuffle().seed(6), "its seed is 5, this run's is 6");
        assertConflict(shuffle().kind(RecordKind.IMAGE), "its kind is path, this run's is image");
        assertConflict(shuffle().shards(3), "its shards is 16, this run's is 3");

        assertThat(dataset.epochFolder(0).resolve("manifest.json")).hasBinaryContent(manifest);
        assertThat(dataset.epochEntries()).containsExactly("epoch-000000");
    }

    @Test
    void datasetPreparedAgainDifferently_conflictsWithItsOldEpochs() throws IOException {
        shuffle().execute();
        TestDataset other = TestDataset.prepare(spark(), DrawnDigits.of(2_000), above.resolve("other"));
        dataset.replaceRecordsBy(other);

        assertConflict(shuffle(), "its record set is ");
    }

    @ParameterizedTest
    @EnumSource(
            value = Gathering.class,
            names = {"ALWAYS", "NEVER"})
    void flippedBit_isNamedWithFileOffsetAndRecord(Gathering way) throws IOException {
        Damage.flipBit(shard, Files.size(shard) / 2);

        gathering = way;
        assertThatThrownBy(() -> shuffle().execute()).isInstanceOfSatisfying(DamagedRecordException.class, damage -> {
            assertThat(damage.path()).isEqualTo(shard.toString());
            assertThat(damage.offset()).isBetween(Damage.size(shard) / 2 - 200, Damage.size(shard) / 2);
            assertThat(damage.record()).isBetween(300L, 450L);
            assertThat(damage).hasMessageContaining("checksum mismatch");
            assertThat(damage.getMessage()).doesNotContain("\n");
        });
        assertNothingLeft();
    }

    @Test
    void truncatedShard_isNamedWithBothSizes() throws IOException {
        long bytes = Files.size(shard);
        Damage.truncate(shard, bytes - 7);

        assertFails(
                BadInputException.class,
                "%s: shard has %,d bytes, expected %,d as its manifest says; truncated?"
                        .formatted(shard, bytes - 7, bytes));
    }

    @Test
    void extendedShard_isNamedWithBothSizes() throws IOException {
        long bytes = Files.size(shard);
        Damage.append(shard, new byte[20]);

        assertFails(
                BadInputException.class,
                "%s: shard has %,d bytes, expected %,d as its manifest says; overwritten or appended to?"
                        .formatted(shard, bytes + 20, bytes));
    }

    @Test
    void missingShard_isNamed() throws IOException {
        Files.delete(shard);

        assertFails(BadInputException.class, shard + ": shard is missing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Gathering.class,
            names = {"ALWAYS", "NEVER"})
    void recordsThatChangedPlaces_areNoticedByTheirIndexes(Gathering way) throws IOException {
        List<TestRecord> records = new ArrayList<>(TestRecord.read(List.of(shard)));
        Collections.swap(records, 10, 11);
        TestRecord.write(records, shard);

        gathering = way;
        assertFails(DamagedRecordException.class, "Sorted shard out of order: expected index 1,51");
    }

    @ParameterizedTest
    @EnumSource(
            value = Gathering.class,
            names = {"ALWAYS", "NEVER"})
    void recordReplacedByAnotherValidOne_isNoticedBeforePublishing(Gathering way) throws IOException {
        Damage.relabel(shard, 10);

        gathering = way;
        assertFails(
                BadInputException.class,
                dataset.sortedFolder()
                        + ": the sorted path shards are not those that were prepared: expected record set");
    }

    @Test
    void shardsOfAnotherKindUnderTheName_areNoticed() throws IOException {
        Path images = dataset.sorted(RecordKind.IMAGE).get(2);
        Files.copy(images, shard, StandardCopyOption.REPLACE_EXISTING);

        assertFails(BadInputException.class, shard + ": shard has ");
    }

    private Shuffle shuffle() {
        return new Shuffle(spark()).dataset(dataset.path()).seed(5).gathering(gathering);
    }

    /** Fails, leaves nothing, and works when the damage is undone. */
    private void assertFails(Class<? extends FairdealException> type, String messageStart) throws IOException {
        assertThatThrownBy(() -> shuffle().execute())
                .isExactlyInstanceOf(type)
                .message()
                .startsWith(messageStart);
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(dataset.epochEntries()).isEmpty();
        dataset.replaceRecordsBy(sharedDigits());
        assertThat(shuffle().execute().outcome()).isEqualTo(Staging.Outcome.PUBLISHED);
        assertThat(dataset.epochEntries()).containsExactly("epoch-000000");
        assertThat(TestDataset.hiddenFiles(dataset.folder())).isEmpty();
    }

    private void assertConflict(Shuffle shuffle, String difference) {
        assertThatThrownBy(shuffle::execute)
                .isInstanceOf(PublishConflictException.class)
                .hasMessageStartingWith(
                        dataset.epochFolder(0) + ": epoch 0 is published already with other content: " + difference);
    }
}
