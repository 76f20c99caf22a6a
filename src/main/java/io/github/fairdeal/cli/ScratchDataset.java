package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.UsageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dataset beside another one that shares its sorted shards through a link, so that a measurement may write epochs
 * that do not stay.
 *
 * @param folder of it; removed by {@link #close()}
 */
record ScratchDataset(Path folder) implements Closeable {

    /**
     * Makes one inside the folder of {@code dataset}, on the same disk.
     *
     * @throws UsageException if {@code dataset} is no dataset on this machine
     */
    static ScratchDataset of(Path dataset) throws IOException {
        Path manifest = dataset.resolve(DatasetManifest.FILE_NAME);
        if (!Files.isRegularFile(manifest)) {
            throw new UsageException(
                    "%s: no such file; expected the folder of a dataset on this machine, such as `fairdeal bench index` makes"
                            .formatted(manifest));
        }
        Path folder = Files.createTempDirectory(dataset.toAbsolutePath(), ".bench-");
        Files.createSymbolicLink(
                folder.resolve(DatasetManifest.SORTED_FOLDER),
                dataset.toAbsolutePath().resolve(DatasetManifest.SORTED_FOLDER));
        Files.copy(manifest, folder.resolve(DatasetManifest.FILE_NAME));
        return new ScratchDataset(folder);
    }

    @Override
    public void close() throws IOException {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.delete(path);
        }
    }
}
