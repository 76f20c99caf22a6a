package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submitted to YARN, in both deploy modes. */
@Tag("cluster")
class YarnIT {

    @TempDir
    Path folder;

    @Test
    void shuffle_onYarn_writesTheSameBytesInBothModes_andYarnLearnsTheExitCode() throws IOException {
        Launcher launcher = Launcher.in(folder);
        String dataset = folder.resolve("digits").toString();
        String[] shuffle = {"--dataset", dataset, "--shards", "3", "--seed", "5"};
        launcher.run("prepare", "--source", "digits", "--count", "2000", "--output", dataset)
                .requireDone();
        launcher.runCommand("shuffle", shuffle).requireDone();
        Map<String, String> undisturbed = takeEpoch();

        try (YarnCluster yarn =
                new YarnCluster(SparkHome.in(folder).withScript(), Launcher.HOME.resolve("target/cluster/yarn"))) {
            yarn.run(folder, "client", "shuffle", shuffle).requireDone();
            assertThat(takeEpoch()).isEqualTo(undisturbed);

            yarn.run(folder, "cluster", "shuffle", shuffle).requireDone();
            assertThat(takeEpoch()).isEqualTo(undisturbed);

            Outcome biased = yarn.run(folder, "cluster", "audit", dataset + "/sorted/path-*");
            assertThat(biased.exitCode()).as(biased.err()).isEqualTo(1);
            assertThat(biased.err()).contains("User application exited with status 6");
        }
    }

    private Map<String, String> takeEpoch() throws IOException {
        Path epochs = folder.resolve("digits/epochs");
        Map<String, String> checksums = FileTree.checksums(epochs.resolve("epoch-000000"));
        assertThat(FileTree.hidden(epochs)).isEmpty();
        Storage.local().delete(epochs.toString());
        return checksums;
    }
}
