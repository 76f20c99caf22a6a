package io.github.fairdeal.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that mirrors serve, pinned to its content.
 *
 * @param names the name on the mirrors and after the download; then other names under which it counts as present
 * @param bytes its size
 * @param sha256 its checksum, 64 hexadecimal digits
 */
record RemoteFile(List<String> names, long bytes, String sha256) {

    RemoteFile {
        names = List.copyOf(names);
    }

    String name() {
        return names.get(0);
    }

    boolean isPresentIn(Path folder) {
        return names.stream().map(folder::resolve).anyMatch(Files::exists);
    }
}
