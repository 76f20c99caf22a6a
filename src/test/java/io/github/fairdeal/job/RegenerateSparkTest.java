package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.epoch.EpochLease;
import io.github.fairdeal.epoch.Retention;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegenerateSparkTest extends SparkTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T02:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path above;

    private TestDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = sharedDigits().copyTo(above.resolve("dataset"));
    }

    @Test
    void dayByDay_makesTheNextEpochLikeTheLast_auditedAndPointedTo_andRetiresOldOnes() throws IOException {
        Regenerate.Result first = at(MONDAY).seed(5).shards(3).execute();
        assertThat(first.outcome()).isEqualTo(Regenerate.Outcome.PUBLISHED);
        assertThat(first.latest().number()).isZero();
        assertThat(first.nextDue()).isEqualTo(MONDAY.plus(Duration.ofHours(20)));

        for (int day = 1; day < 4; day++) {
            at(MONDAY.plus(DAY.multipliedBy(day))).execute();
        }

        assertThat(dataset.epochEntries())
                .containsExactly(
                        ".retired-epoch-000001-20261124T020000Z-until-20261127T020000Z",
                        "epoch-000001",
                        "epoch-000002",
                        "epoch-000003",
                        "latest.json");
        EpochFolder latest = EpochFolder.latest(dataset.open());
        assertThat(latest.manifest().id()).isEqualTo(new EpochId(5, 3));
        assertThat(latest.manifest().shards().shards()).hasSize(3);
        assertThat(dataset.epochFolder(3)).isDirectoryContaining("glob:**/bias.json");
        assertThat(new Verify(spark())
                        .dataset(dataset.path())
                        .epoch(3)
                        .execute()
                        .isSound())
                .isTrue();
    }

    @Test
    void newestEpochIsYoung_thereIsNothingToDoButToTidyUp() throws IOException {
        shuffleThree(0);

        Regenerate.Result result =
                at(MONDAY.plus(Duration.ofHours(20)).minusSeconds(1)).execute();

        assertThat(result.outcome()).isEqualTo(Regenerate.Outcome.NOTHING_TO_DO);
        assertThat(result.latest().number()).isEqualTo(2);
        assertThat(result.retention().kept()).containsExactly(1L, 2L);
        assertThat(result.retention().retired()).containsExactly(0L);
        assertThat(dataset.published()).containsExactly(0L, 1L, 2L);
        assertThat(dataset.epochEntries()).contains("latest.json");
        assertThat(at(MONDAY.plus(Duration.ofHours(20))).execute().outcome()).isEqualTo(Regenerate.Outcome.PUBLISHED);
    }

    @Test
    void somebodyElsesFilesHaveTheNextNumber_takesTheOneAfter_andShuffleSaysSoAtOnce() throws IOException {
        Path notes = dataset.epochFolder(0).resolve("notes.txt");
        Files.createDirectories(notes.getParent());
        Files.createFile(notes);

        Regenerate.Result result = at(MONDAY).execute();

        assertThat(result.outcome()).isEqualTo(Regenerate.Outcome.PUBLISHED);
        assertThat(result.latest().number()).isEqualTo(1);
        assertThat(dataset.epochEntries()).containsExactly("epoch-000000", "epoch-000001", "latest.json");
        Files.delete(dataset.sorted(RecordKind.PATH).get(0));
        assertThatThrownBy(() -> new Shuffle(spark()).dataset(dataset.path()).execute())
                .isInstanceOf(PublishConflictException.class)
                .hasMessageContaining("epoch-000000: in the way of publishing");
        assertThat(notes).exists();
    }

    /** With both clocks at the real time, by which leases live. */
    @Test
    void readerWithALease_readsARetiredEpochToItsEnd_thenItIsDeleted() throws IOException {
        shuffleThree(0);
        Retention rule = new Retention(1, Duration.ofMinutes(30));
        Instant retired = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(20));
        rule.apply(dataset.open(), retired);
        int images = 0;
        try (EpochLease lease = EpochLease.take(dataset.openEpoch(0), Clock.systemUTC());
                EpochReader reader = EpochReader.open(
                        Storage.local(), dataset.path(), lease.epoch().number(), ReadOptions.defaults())) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    images += batch.size();
                }
                if (images == 20) {
                    Retention.Outcome outcome = rule.apply(dataset.open(), retired.plus(Duration.ofMinutes(30)));
                    assertThat(outcome.held()).containsExactly(0L);
                    assertThat(outcome.deleted()).containsExactly(1L);
                }
            }
        }

        assertThat(images).isEqualTo(3_000);
        assertThat(rule.apply(dataset.open(), retired.plus(Duration.ofMinutes(30)))
                        .deleted())
                .containsExactly(0L);
        assertThat(dataset.epochEntries()).containsExactly("epoch-000002");
    }

    @Test
    void options_goBeforeWhatTheNewestEpochIs() throws IOException {
        at(MONDAY).execute();

        at(MONDAY.plus(DAY)).seed(7).shards(2).kind(RecordKind.IMAGE).execute();

        EpochFolder latest = dataset.openEpoch(1);
        assertThat(latest.manifest().id().seed()).isEqualTo(7);
        assertThat(latest.manifest().kind()).isEqualTo(RecordKind.IMAGE);
        assertThat(latest.manifest().shards().shards()).hasSize(2);
    }

    /** Labels in the order that the permutation takes back: the next epoch comes out sorted by label. */
    @Test
    void nextEpochIsBiased_isNotPublished_andNothingIsRetired() throws IOException {
        int records = 3_000;
        Permutation permutation = Permutation.of(new EpochId(5, 3), records);
        dataset = TestDataset.pathsOnly(
                records, index -> permutation.position(index) * 10 / records, above.resolve("unlucky"));
        shuffleThree(5);

        assertThatThrownBy(() -> at(MONDAY.plus(DAY)).execute())
                .isInstanceOf(BiasedException.class)
                .hasMessageContaining("epoch-000003: not published");

        assertThat(dataset.epochEntries())
                .containsExactly("epoch-000000", "epoch-000001", "epoch-000002", "epoch-000003.refused");
    }

    @Test
    void sortedShardsAreDamaged_nothingIsPublishedAndNothingIsRetired() throws IOException {
        shuffleThree(0);
        Path shard = dataset.sorted(RecordKind.PATH).get(1);
        byte[] bytes = Files.readAllBytes(shard);
        bytes[1_000] ^= 1;
        Files.write(shard, bytes);

        assertThatThrownBy(() -> at(MONDAY.plus(DAY)).execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(shard.getFileName().toString());

        assertThat(dataset.epochEntries()).containsExactly("epoch-000000", "epoch-000001", "epoch-000002");
    }

    @Test
    void whatWasWrittenIsNotSound_isNotPublished() throws IOException {
        new Shuffle(spark()).dataset(dataset.path()).execute();
        EpochFolder written = dataset.openEpoch(0);
        Path shard = dataset.epoch(0).get(3);
        byte[] bytes = Files.readAllBytes(shard);
        bytes[1_000] ^= 1;
        Files.write(shard, bytes);

        assertThatThrownBy(() -> new PublishGate(spark(), dataset.open(), 0).requireSound(written))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(dataset.epochFolder(0) + ": not published: what was written is not sound, ")
                .hasMessageContaining(shard.getFileName().toString());
    }

    @Test
    void options_thatMakeNoSense_areRefusedAtOnce() {
        Regenerate regenerate = new Regenerate(spark());

        assertThatThrownBy(() -> regenerate.shards(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--shards must be at least 1, found 0");
        assertThatThrownBy(() -> regenerate.every(Duration.ofHours(-1)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--every must be 0 or more, found PT-1H");
    }

    private void shuffleThree(long seed) throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            new Shuffle(spark())
                    .dataset(dataset.path())
                    .seed(seed)
                    .epoch(epoch)
                    .shards(2)
                    .clock(Clock.fixed(MONDAY, ZoneOffset.UTC))
                    .execute();
        }
    }

    private Regenerate at(Instant now) {
        return new Regenerate(spark())
                .dataset(dataset.path())
                .every(Duration.ofHours(20))
                .retention(new Retention(2, DAY))
                .clock(Clock.fixed(now, ZoneOffset.UTC));
    }
}
