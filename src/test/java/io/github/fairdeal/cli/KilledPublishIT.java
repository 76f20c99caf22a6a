package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shuffles of a local dataset that are killed when all their shards are written, in each step of publishing them. They take
 * milliseconds, so that a run is killed when its folder shows that a step has begun, and counts if it shows afterwards that the step
 * had not ended.
 */
@Tag("cluster")
class KilledPublishIT {

    private static final int SHARDS = 100;
    private static final String EPOCH = "epoch-000000";

    /** What a run that is killed in the step leaves, besides its sign of life. */
    enum Step {
        SETTLE(false, SHARDS, false),
        MANIFEST(true, SHARDS, false),
        AFTER_RENAME(false, 0, true);

        private final boolean hasStagedManifest;
        private final int stagedShards;
        private final boolean isPublished;

        Step(boolean hasStagedManifest, int stagedShards, boolean isPublished) {
            this.hasStagedManifest = hasStagedManifest;
            this.stagedShards = stagedShards;
            this.isPublished = isPublished;
        }

        boolean isReached(Path epochs) throws IOException {
            return isPublished == Files.exists(epochs.resolve(EPOCH).resolve("manifest.json"))
                    && isStagedAsExpected(epochs)
                    && FileTree.names(epochs).stream().anyMatch(name -> name.startsWith(".alive-"));
        }

        private boolean isStagedAsExpected(Path epochs) throws IOException {
            List<String> staging = FileTree.names(epochs).stream()
                    .filter(name -> name.startsWith(".staging-"))
                    .toList();
            if (staging.isEmpty()) {
                return stagedShards == 0;
            }
            List<String> staged = FileTree.names(epochs.resolve(staging.get(0)));
            return staged.contains("manifest.json") == hasStagedManifest
                    && staged.stream()
                                    .filter(name -> name.startsWith("path-") && name.endsWith(".tfrecord"))
                                    .count()
                            == stagedShards;
        }
    }

    @TempDir
    static Path folder;

    private static Path epochs;
    private static Map<String, String> undisturbed;

    @BeforeAll
    static void shuffleUndisturbed() throws IOException {
        Launcher.in(folder)
                .run("prepare", "--source", "digits", "--count", "1000", "--kinds", "path", "--output", "digits")
                .requireDone();
        shuffle().outcome().requireDone();
        epochs = folder.resolve("digits/epochs");
        undisturbed = FileTree.checksums(epochs.resolve(EPOCH));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shuffle_killedWhileItPublishes_showsNothingOrAll_andARerunLeavesTheSameBytesAndNothingElse(Step step)
            throws IOException {
        Patience patience = new Patience(Duration.ofMinutes(4), "a run that is killed in step " + step);
        do {
            patience.pause();
            Storage.local().delete(epochs.toString());
            Files.createDirectories(epochs);
        } while (!isKilledIn(step));
        assertThat(Files.exists(epochs.resolve(EPOCH))).isEqualTo(step.isPublished);

        // Who finds the epoch published does not look for what others left; the next epoch's run does.
        shuffle().outcome().requireDone();
        shuffle("--epoch", "1").outcome().requireDone();

        assertThat(FileTree.names(epochs)).containsExactly(EPOCH, "epoch-000001");
        assertThat(FileTree.checksums(epochs.resolve(EPOCH))).isEqualTo(undisturbed);
    }

    private static boolean isKilledIn(Step step) throws IOException {
        Launcher.Started shuffle = shuffle();
        while (shuffle.process().isAlive() && !hasBegun(step)) {
            Thread.onSpinWait();
        }
        shuffle.process().destroyForcibly();
        shuffle.outcome();
        return step.isReached(epochs);
    }

    /** Folders vanish while they are looked at. */
    private static boolean hasBegun(Step step) {
        try {
            return step.isReached(epochs);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static Launcher.Started shuffle(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("shuffle", "--dataset", "digits", "--shards", "" + SHARDS, "--gather=always"));
        arguments.addAll(List.of(more));
        return Launcher.in(folder).start(arguments.toArray(String[]::new));
    }
}
