package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Finds TFRecord files by what a person names: a file, a folder of shards, or a pattern such as {@code part-*}. */
public final class ShardFiles {

    private static final String PATTERN_CHARACTERS = "*?[{";

    private ShardFiles() {}

    /**
     * The files that {@code path} names, a folder's by name. Hidden files and the manifests beside shards are passed
     * over. Where a folder holds the same records as image and as path shards, the path shards are taken.
     *
     * @param path as {@link Storage#resolve} gives it
     * @throws BadInputException if there are none
     * @throws UsageException if the last part of the path is a broken pattern
     */
    public static List<FileStatus> find(Storage storage, String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        List<FileStatus> found;
        if (name.chars().anyMatch(c -> PATTERN_CHARACTERS.indexOf(c) >= 0) && !storage.exists(path)) {
            String folder = path.substring(0, path.length() - name.length() - 1);
            PathMatcher matcher = matcher(path, name);
            found = new ArrayList<>(shards(list(storage, folder)));
            found.removeIf(file -> !matcher.matches(Path.of(file.name())));
        } else {
            FileStatus status =
                    storage.status(path).orElseThrow(() -> new BadInputException(path + ": no such file or folder"));
            found = status.isFolder() ? oneKind(shards(storage.list(path))) : List.of(status);
        }
        if (found.isEmpty()) {
            throw new BadInputException(
                    path + ": no TFRecord files there; name a folder of shards, such as DATASET/sorted or an epoch's");
        }
        return found;
    }

    private static PathMatcher matcher(String path, String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new UsageException("%s: not a pattern: %s".formatted(path, e.getDescription()), e);
        }
    }

    private static List<FileStatus> list(Storage storage, String folder) throws IOException {
        if (!storage.exists(folder)) {
            throw new BadInputException(folder + ": no such folder");
        }
        return storage.list(folder);
    }

    private static List<FileStatus> shards(List<FileStatus> entries) {
        return entries.stream()
                .filter(entry -> !entry.isFolder())
                .filter(entry -> !entry.name().startsWith(".") && !entry.name().startsWith("_"))
                .filter(entry -> !entry.name().matches(".*\\.(jsonl?|html|png|svg|md|txt|crc)"))
                .toList();
    }

    private static List<FileStatus> oneKind(List<FileStatus> files) {
        List<FileStatus> paths = ofKind(files, RecordKind.PATH);
        List<FileStatus> images = ofKind(files, RecordKind.IMAGE);
        boolean both = !paths.isEmpty() && !images.isEmpty() && paths.size() + images.size() == files.size();
        return both ? paths : files;
    }

    private static List<FileStatus> ofKind(List<FileStatus> files, RecordKind kind) {
        return files.stream()
                .filter(file -> file.name().startsWith(kind.word() + "-"))
                .toList();
    }
}
