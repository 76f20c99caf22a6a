package io.github.fairdeal.source;

import java.net.URI;
import java.nio.file.Path;

/** Told how a download goes, on the thread that downloads. */
public interface DownloadListener {

    /** Hears nothing. */
    DownloadListener NONE = (file, bytes, totalBytes) -> {};

    /** {@code bytes} of {@code file}'s {@code totalBytes} are here; called a few times a second at most, and at the end. */
    void received(String file, long bytes, long totalBytes);

    /** {@code mirror} is given up for {@code file}, and the next one is asked if there is one. */
    default void leftMirror(String file, URI mirror, String reason) {}

    /** Another download into {@code folder} is under way, and is waited for. */
    default void waitingFor(Path folder) {}
}
