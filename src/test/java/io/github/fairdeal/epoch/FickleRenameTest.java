package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.PublishStateUnknownException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one atomic step, on file systems that fail in it: before, after, or nobody knows. */
final class FickleRenameTest {

    private static final EpochId ID = new EpochId(5, 2);

    @TempDir
    Path folder;

    private SmallEpoch epoch;

    /** What happens in place of a rename. */
    private interface Step {
        void run(Path from, Path to) throws IOException;
    }

    /** {@code fickle:}, the local disk, where renaming a folder always ends in an error. */
    public static final class FickleFiles extends RawLocalFileSystem {

        private static volatile Step step;

        @Override
        public URI getUri() {
            return URI.create("fickle:///");
        }

        @Override
        public String getScheme() {
            return "fickle";
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            if (pathToFile(from).isFile()) {
                return super.rename(from, to);
            }
            step.run(pathToFile(from).toPath(), pathToFile(to).toPath());
            throw new IOException("connection reset");
        }
    }

    @BeforeEach
    void makeDataset() throws IOException {
        Configuration configuration = new Configuration(false);
        configuration.set("fairdeal.atomic-rename.schemes", "fickle");
        configuration.setClass("fs.fickle.impl", FickleFiles.class, FileSystem.class);
        epoch = new SmallEpoch(Storage.of(configuration), "fickle:" + folder);
    }

    @Test
    void publish_failsBeforeTheRename_saysThatNothingBecameVisible() throws IOException {
        FickleFiles.step = (from, to) -> {};

        assertThatThrownBy(() -> epoch.publish(ID))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(
                        "epoch-000002: cannot be published: connection reset; nothing became visible, run it again");
        assertThat(epoch.entries()).isEmpty();
    }

    @Test
    void publish_failsAfterTheRename_findsItsOwnContentPublished() throws IOException {
        FickleFiles.step = Files::move;

        assertThat(epoch.publish(ID)).isEqualTo(Staging.Outcome.ALREADY_PUBLISHED);

        assertThat(epoch.entries()).containsExactly("epoch-000002");
        assertThat(EpochFolder.open(epoch.dataset(), 2).manifest().id()).isEqualTo(ID);
    }

    @Test
    void publish_anotherRunWasFasterWithOtherContent_conflicts() throws IOException {
        FickleFiles.step = (from, to) -> {
            FickleFiles.step = Files::move;
            epoch.publish(new EpochId(6, 2));
        };

        assertThatThrownBy(() -> epoch.publish(ID)).isInstanceOf(PublishConflictException.class);

        assertThat(epoch.entries()).containsExactly("epoch-000002");
        assertThat(EpochFolder.open(epoch.dataset(), 2).manifest().id()).isEqualTo(new EpochId(6, 2));
    }

    @Test
    void publish_neitherHereNorThere_isUnknownAndNothingIsDeleted() throws IOException {
        Path limbo = folder.resolve("limbo");
        FickleFiles.step = (from, to) -> Files.move(from, limbo);

        assertThatThrownBy(() -> epoch.publish(ID))
                .isInstanceOf(PublishStateUnknownException.class)
                .hasMessageEndingWith("epoch-000002: publishing failed and it is unknown whether it happened:"
                        + " connection reset; nothing was deleted, look at the folder, then run it again");
        assertThat(limbo).isDirectoryContaining("glob:**/manifest.json");
    }
}
