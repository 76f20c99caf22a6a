package io.github.fairdeal.source;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Fetches those of the four MNIST files that a folder lacks.
 *
 * <p>Mirrors are asked in order, and left for the next one when they refuse, stall, or serve something else. What has
 * arrived is kept in {@code NAME.part} and continued from there, by the next mirror or the next run. A file takes its name
 * only when it has the published SHA-256, is on disk, and is whole: it is moved there in one step. Downloads into the same
 * folder, of one process or several, wait for each other; an empty file {@code .download.lock} stays behind for that.
 */
public final class MnistDownload {

    /** The usual public mirrors, in the order they are asked unless others are given. */
    public static final List<URI> PUBLIC_MIRRORS = List.of(
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            URI.create("http://yann.lecun.com/exdb/mnist/"));

    private final List<RemoteFile> files;
    private Path folder;
    private List<URI> mirrors = PUBLIC_MIRRORS;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration stallTimeout = Duration.ofSeconds(30);
    private DownloadListener listener = DownloadListener.NONE;

    public MnistDownload() {
        this(Stream.of(MnistFile.values()).map(MnistFile::remote).toList());
    }

    /** For tests: other files than MNIST's. */
    MnistDownload(List<RemoteFile> files) {
        this.files = List.copyOf(files);
    }

    /** The folder to complete, made if it does not exist; required. */
    public MnistDownload into(Path newFolder) {
        this.folder = Objects.requireNonNull(newFolder);
        return this;
    }

    /**
     * The folders on the web to fetch from, in the order they are asked; default {@link #PUBLIC_MIRRORS}.
     *
     * @throws UsageException if there are none, or one is not an http or https address
     */
    public MnistDownload mirrors(List<URI> newMirrors) {
        if (newMirrors.isEmpty()) {
            throw new UsageException("no mirror to download from, expected at least one");
        }
        for (URI mirror : newMirrors) {
            if (!mirror.toString().matches("https?://[^/].*")) {
                throw new UsageException("mirror " + mirror + ": expected an address like https://host/folder/");
            }
        }
        this.mirrors = newMirrors.stream()
                .map(mirror -> mirror.getPath().endsWith("/") ? mirror : URI.create(mirror + "/"))
                .toList();
        return this;
    }

    /** How long a mirror may take to accept a connection; default 10 seconds. */
    public MnistDownload connectTimeout(Duration newTimeout) {
        this.connectTimeout = requirePositive(newTimeout);
        return this;
    }

    /** How long a mirror may send nothing, or next to nothing, before it is left; default 30 seconds. */
    public MnistDownload stallTimeout(Duration newTimeout) {
        this.stallTimeout = requirePositive(newTimeout);
        return this;
    }

    /** Who is told of the progress; default nobody. */
    public MnistDownload listener(DownloadListener newListener) {
        this.listener = Objects.requireNonNull(newListener);
        return this;
    }

    /**
     * Fetches what is missing; does nothing, and touches no network, where nothing is. Files that are there are not checked,
     * {@link MnistFiles} does that.
     *
     * @throws BadInputException if no mirror gives a file, with the reason of each; or if the folder cannot be written
     */
    public Result execute() {
        Objects.requireNonNull(folder, "into(folder) is required");
        if (missing().isEmpty()) {
            return new Result(List.of());
        }
        createFolder();
        List<Path> fetched = new ArrayList<>();
        try (FolderLock lock = FolderLock.acquire(folder, listener)) {
            for (RemoteFile file : missing()) { // again: whoever held the lock may have fetched them
                fetched.add(fetch(file, lock));
            }
        }
        return new Result(fetched);
    }

    private List<RemoteFile> missing() {
        return files.stream().filter(file -> !file.isPresentIn(folder)).toList();
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInputException(folder + ": cannot make this folder: " + e, e);
        }
    }

    private Path fetch(RemoteFile file, FolderLock lock) {
        List<String> reasons = new ArrayList<>();
        try (PartFile part = PartFile.open(lock, file)) {
            for (URI mirror : mirrors) {
                try {
                    new MirrorDownload(mirror, part, connectTimeout, stallTimeout, listener).run();
                    return part.publish();
                } catch (MirrorException e) {
                    reasons.add(mirror + ": " + e.getMessage());
                    listener.leftMirror(file.name(), mirror, e.getMessage());
                }
            }
        }
        throw new BadInputException(
                "%s: cannot be downloaded to %s (%s); name another mirror with --mirror, or put it there"
                        .formatted(file.name(), folder, String.join("; ", reasons)));
    }

    private static Duration requirePositive(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new UsageException("timeout " + timeout + ": expected a millisecond to 24 days");
        }
        return timeout;
    }

    /**
     * What was done.
     *
     * @param fetched the files that were missing and are there now
     */
    public record Result(List<Path> fetched) {
        public Result {
            fetched = List.copyOf(fetched);
        }
    }
}
