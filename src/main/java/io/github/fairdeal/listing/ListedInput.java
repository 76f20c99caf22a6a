package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.ShardFiles;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a person named as the input of a manifest or of records. A name with the characters of patterns is one of a file if
 * there is that file.
 *
 * @param path absolute or a URI
 * @param isPattern whether files are those whose names match
 * @param isFolder whether files are those in it
 */
record ListedInput(String path, boolean isPattern, boolean isFolder) {

    private static final String PATTERN_CHARACTERS = "*?[]{}";

    /** What Hadoop's patterns need a backslash before, to be taken literally. */
    private static final String SPECIAL = "([*?\\[\\]{}\\\\])";

    private static final String OWN_SHARD = "(path|image)-\\d+-of-\\d+\\.tfrecord";

    /**
     * Finds it.
     *
     * @param expected what should be there
     * @throws BadInputException if there is nothing, and it is no pattern
     */
    static ListedInput of(Storage storage, String typed, String expected) throws IOException {
        String path = storage.resolve(typed);
        Optional<FileStatus> found = storage.status(path);
        if (found.isEmpty() && !hasPattern(path)) {
            throw new BadInputException("%s: no such file or folder; expected %s".formatted(path, expected));
        }
        return new ListedInput(
                path, found.isEmpty(), found.map(FileStatus::isFolder).orElse(false));
    }

    /** As Spark takes it: literally unless it is a pattern, and on the local disk whatever the default file system is. */
    String forSpark() {
        return isPattern ? withScheme(path) : literal(path);
    }

    /**
     * TFRecord files, as Spark takes them. Folders of folders are Spark's to look into, and so are patterns.
     *
     * @throws UsageException if it is a folder with path records and image records of fairdeal's
     */
    String[] shards(Storage storage) throws IOException {
        if (!isFolder) {
            return new String[] {forSpark()};
        }
        List<FileStatus> entries = storage.list(path);
        long kinds = entries.stream()
                .map(FileStatus::name)
                .filter(name -> name.matches(OWN_SHARD))
                .map(name -> name.substring(0, name.indexOf('-')))
                .distinct()
                .count();
        if (kinds > 1) {
            throw new UsageException(
                    "--input %s: holds path records and image records of the same images; name one kind: --input '%1$s/path-*' or '%1$s/image-*'"
                            .formatted(path));
        }
        if (entries.stream().anyMatch(entry -> entry.isFolder() && !isHidden(entry.name()))) {
            return new String[] {forSpark()};
        }
        return ShardFiles.find(storage, path).stream()
                .map(file -> literal(file.path()))
                .toArray(String[]::new);
    }

    /** The folder that files are in, with a slash; null if files of several folders may match. */
    String folder() {
        if (isFolder) {
            return path + "/";
        }
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return isPattern && hasPattern(folder) ? null : folder;
    }

    /** The folder that a file or folder is in, with a slash. */
    String above() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /**
     * What relative paths of records begin with: the dataset's folder if the files are shards of a dataset, else their own.
     * Null if files of several folders may match.
     */
    String recordBase(Storage storage) throws IOException {
        Optional<String> dataset = dataset(storage);
        return dataset.isPresent() ? dataset.get() + "/" : folder();
    }

    /** The folder of the dataset that the files are shards of. */
    Optional<String> dataset(Storage storage) throws IOException {
        String folder = folder();
        if (folder == null) {
            return Optional.empty();
        }
        String shards = folder.substring(0, folder.length() - 1);
        String sorted = "/" + DatasetManifest.SORTED_FOLDER;
        int end = shards.endsWith(sorted)
                ? shards.length() - sorted.length()
                : shards.lastIndexOf("/" + DatasetManifest.EPOCHS_FOLDER + "/");
        boolean isDataset =
                end > 0 && storage.exists(Storage.child(shards.substring(0, end), DatasetManifest.FILE_NAME));
        return isDataset ? Optional.of(shards.substring(0, end)) : Optional.empty();
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    private static boolean hasPattern(String path) {
        return path.chars().anyMatch(c -> PATTERN_CHARACTERS.indexOf(c) >= 0);
    }

    private static String literal(String path) {
        return withScheme(path.replaceAll(SPECIAL, "\\\\$1"));
    }

    private static String withScheme(String path) {
        return Storage.isRemote(path) ? path : "file:" + path;
    }
}
