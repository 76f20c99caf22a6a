package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An epoch that takes seconds to shuffle, of path records that name no images: what it is when nothing disturbs its
 * shuffle on one machine, to hold those against that are disturbed.
 *
 * @param above folder of the dataset
 * @param checksums SHA-256 of every shard and every offset index, by name
 */
record SyntheticEpoch(Path above, Map<String, String> checksums) {

    /** The stage that reads the sorted shards. */
    static final String DEAL = "deal records to their shards";

    /** The stage that writes the shards of the epoch. */
    static final String WRITE = "write shards in order";

    /** The stage that does both, with {@code --gather always}. */
    static final String GATHER = "gather the records of shards";

    private static final String RECORDS = "1000000";
    private static final String[] SHUFFLE = {
        "--dataset", "synthetic", "--shards", "16", "--seed", "7", "--input-partitions", "16"
    };

    /** Makes the dataset and shuffles it; the epoch is gone afterwards. */
    static SyntheticEpoch in(Path above) throws IOException {
        Launcher launcher = Launcher.in(above);
        launcher.run("bench", "index", "--records", RECORDS, "--labels", "10", "--output", "synthetic")
                .requireDone();
        launcher.runCommand("shuffle", SHUFFLE).requireDone();
        SyntheticEpoch epoch =
                new SyntheticEpoch(above, FileTree.checksums(above.resolve("synthetic/epochs/epoch-000000")));
        epoch.delete();
        return epoch;
    }

    /** Begins the same shuffle on a cluster. */
    Submission shuffleOn(StandaloneCluster cluster, String... options) throws IOException {
        return shuffleOn(cluster, Map.of(), options);
    }

    /** Begins the same shuffle on a cluster, with settings of Spark. */
    Submission shuffleOn(StandaloneCluster cluster, Map<String, String> settings, String... options)
            throws IOException {
        return cluster.submit(
                above,
                settings,
                "shuffle",
                Stream.concat(Stream.of(SHUFFLE), Stream.of(options)).toArray(String[]::new));
    }

    /** The shuffle ended well, its epoch is what it should be, and nothing else is left. */
    void assertUndisturbed(Outcome outcome) throws IOException {
        assertThat(outcome.requireDone().out()).startsWith("shuffled 1,000,000 path records into 16 shards");
        assertThat(FileTree.names(epochs())).containsExactly("epoch-000000");
        assertThat(FileTree.checksums(epochs().resolve("epoch-000000"))).isEqualTo(checksums);
        assertThat(FileTree.hidden(epochs())).isEmpty();
    }

    /** The folder of epochs. */
    Path epochs() {
        return above.resolve("synthetic/epochs");
    }

    /** Removes the epoch, and what there is of it. */
    void delete() throws IOException {
        Storage.local().delete(epochs().toString());
    }
}
