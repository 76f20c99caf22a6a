package io.github.fairdeal.source;

import io.github.fairdeal.dataset.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What has arrived of a file so far, in {@code NAME.part} beside its later place. Failures of the local disk are the
 * operator's to mend, no mirror's fault, so they are thrown as {@link BadInputException}.
 */
final class PartFile implements AutoCloseable {

    private final RemoteFile file;
    private final Path folder;
    private final Path path;
    private final FileChannel channel;
    private long length;

    private PartFile(RemoteFile file, Path folder, Path path, FileChannel channel, long length) {
        this.file = file;
        this.folder = folder;
        this.path = path;
        this.channel = channel;
        this.length = length;
    }

    /** Opens what an earlier run left, or begins anew. The lock is what makes this safe. */
    static PartFile open(FolderLock lock, RemoteFile file) {
        Path path = lock.folder().resolve(file.name() + ".part");
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new PartFile(file, lock.folder(), path, channel, channel.size());
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    RemoteFile file() {
        return file;
    }

    long length() {
        return length;
    }

    boolean isComplete() {
        return length >= file.bytes();
    }

    /** Forgets what has arrived. */
    void restart() {
        try {
            channel.truncate(0);
            length = 0;
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    void append(byte[] bytes, int count) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
            while (buffer.hasRemaining()) {
                length += channel.write(buffer, length);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    String sha256() {
        try {
            return Sha256.of(path);
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be read back: " + e, e);
        }
    }

    /** Gives the checked file its name: on disk first, then in one step. */
    Path publish() {
        Path target = folder.resolve(file.name());
        try {
            channel.force(true);
            channel.close();
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE); // the one step after which the file is there
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
        return target;
    }

    /** Keeps what has arrived for the next run; an empty part file goes. */
    @Override
    public void close() {
        try {
            channel.close();
            if (length == 0) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static BadInputException cannotWrite(Path path, IOException e) {
        return new BadInputException(path + ": cannot be written: " + e + "; disk full, or no permission?", e);
    }
}
