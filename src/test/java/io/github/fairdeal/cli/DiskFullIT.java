package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, where the shards are written and where Spark keeps its files: a tmpfs, which only root may mount. */
@Tag("cluster")
class DiskFullIT {

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountSmallDisk() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=1m", "tmpfs"), "a tmpfs cannot be mounted here: not root?");
    }

    @AfterEach
    void unmount() throws IOException {
        system("umount", disk.toString());
    }

    /** 100,000 records are 10 MB, once sorted, once as an epoch. */
    @Test
    void shuffle_ontoAFullDisk_saysWhichFileAndPublishesNothing() throws IOException {
        resize("16m");
        run("bench index --records 100000 --labels 10 --output disk/set").requireDone();

        Outcome full = run("shuffle --dataset disk/set");

        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.complaints())
                .singleElement()
                .asString()
                .startsWith("fairdeal: input or output failed: ")
                .contains("disk/set/epochs/.staging-epoch-000000-", ".tfrecord", "No space left on device");
        assertThat(FileTree.names(disk.resolve("set/epochs"))).isEmpty();

        resize("64m");
        assertThat(run("shuffle --dataset disk/set").requireDone().out()).startsWith("shuffled 100,000 path records");
        assertThat(run("verify --dataset disk/set").requireDone().out()).startsWith("sound: 100,000 records");
    }

    @Test
    void shuffle_withAFullDiskForSparksFiles_saysWhichOneAndPublishesNothing() throws IOException {
        run("bench index --records 100000 --labels 10 --output set").requireDone();
        Files.writeString(folder.resolve("spark.conf"), "spark.local.dir = " + disk + "\n");
        String shuffle = "shuffle --gather=never --dataset set --config spark.conf";

        Outcome full = run(shuffle);

        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.complaints())
                .filteredOn(line -> line.startsWith("fairdeal: "))
                .singleElement()
                .asString()
                .contains("No space left on device where Spark keeps its own files", disk.toString());
        assertThat(FileTree.names(folder.resolve("set/epochs"))).isEmpty();

        resize("64m");
        assertThat(run(shuffle).requireDone().out()).startsWith("shuffled 100,000 path records");
    }

    private void resize(String size) throws IOException {
        assertThat(mount("-o", "remount,size=" + size)).isTrue();
    }

    private boolean mount(String... options) throws IOException {
        String[] command = new String[options.length + 2];
        command[0] = "mount";
        System.arraycopy(options, 0, command, 1, options.length);
        command[command.length - 1] = disk.toString();
        return system(command);
    }

    private static boolean system(String... command) throws IOException {
        try {
            return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Outcome run(String command) throws IOException {
        return Launcher.in(folder).run(command.split(" "));
    }
}
