package io.github.fairdeal.epoch;

import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;

/** Files in a folder with the name of an epoch that are no epoch's: somebody else's, and never fairdeal's to touch. */
final class ForeignFiles {

    private ForeignFiles() {}

    /**
     * True if a folder has the name of this epoch, and files that no manifest, no claim and no retirement explains.
     *
     * <p>A run that fills the folder has a claim until the manifest is there or its files are gone, and one that deletes it
     * an announcement until they are. So the explanations are looked at after the files were seen, and what ends them last.
     */
    static boolean areIn(DatasetFolder dataset, long epoch) throws IOException {
        String target = EpochFolder.path(dataset, epoch);
        return hasFiles(dataset, target)
                && !isExplained(dataset, epoch)
                && !EpochFolder.isPublished(dataset, epoch)
                && hasFiles(dataset, target);
    }

    private static boolean hasFiles(DatasetFolder dataset, String target) throws IOException {
        Storage storage = dataset.storage();
        return storage.exists(target) && !storage.list(target).isEmpty();
    }

    private static boolean isExplained(DatasetFolder dataset, long epoch) throws IOException {
        List<String> names = dataset.storage().list(dataset.epochsFolder()).stream()
                .map(FileStatus::name)
                .toList();
        return names.stream()
                .anyMatch(name -> StagingRun.ofEntry(name)
                                .filter(run ->
                                        run.epoch() == epoch && run.claim().equals(name))
                                .isPresent()
                        || Retirement.ofName(name)
                                .filter(retirement -> retirement.epoch() == epoch)
                                .isPresent());
    }
}
