package io.github.fairdeal.source;

import io.github.fairdeal.dataset.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One download at a time in a folder, among the threads of this process and among processes. The lock is on an empty file
 * that is never deleted: deleting it would let a third party lock a new file while a second waits for the old one.
 */
final class FolderLock implements AutoCloseable {

    private static final String NAME = ".download.lock";
    private static final long POLL_MILLIS = 50;

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Waits until nobody else has the folder.
     *
     * @throws BadInputException if the lock file cannot be written
     */
    static FolderLock acquire(Path folder, DownloadListener listener) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean told = false;
            while (tryLock(channel) == null) {
                if (!told) {
                    listener.waitingFor(folder);
                    told = true;
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new FolderLock(folder, channel);
        } catch (IOException e) {
            close(channel, e);
            throw new BadInputException(folder + ": cannot be written to: " + e, e);
        } catch (InterruptedException e) {
            close(channel, e);
            Thread.currentThread().interrupt();
            throw new BadInputException(folder + ": interrupted while waiting for another download into it", e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Lets the next one in. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BadInputException(folder.resolve(NAME) + ": cannot be closed: " + e, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void close(FileChannel channel, Exception cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
