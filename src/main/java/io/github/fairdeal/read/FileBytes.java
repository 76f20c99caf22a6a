package io.github.fairdeal.read;

import io.github.fairdeal.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * The content of one whole file at a time, in an array that is used again for the next.
 *
 * <p>A local file costs four system calls: open, two reads (the second one finds the end), close. Its size is not asked
 * for. Not thread-safe.
 */
final class FileBytes {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final int FIRST_BYTES = 1 << 16;

    private final Storage storage;
    private final long maxBytes;
    /** Direct, since a channel reads into any other through a copy of its own. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Refuses files above {@code maxBytes}, so that a wrong path cannot fill the memory. */
    FileBytes(Storage storage, long maxBytes) {
        this.storage = storage;
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    /** Reads a file; {@code path} is absolute, plain or a URI. */
    void read(String path) throws UnreadableImageException {
        length = 0;
        try {
            if (path.startsWith("/") || !Storage.isRemote(path)) {
                readLocal(path);
            } else {
                readRemote(path);
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new UnreadableImageException("Image file is missing", "deleted, moved, or not mounted here?", e);
        } catch (IllegalArgumentException e) {
            throw UnreadableImageException.notAPath(e);
        } catch (IOException e) {
            throw new UnreadableImageException(
                    "Image file cannot be read: " + e.getMessage(), "permissions, or a failing disk?", e);
        }
    }

    /** Holds the file from 0 to {@link #length()}; valid until the next {@link #read}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void readLocal(String path) throws IOException, UnreadableImageException {
        try (FileChannel channel = FileChannel.open(Path.of(path), READ)) {
            buffer.clear();
            while (channel.read(buffer) >= 0) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
            }
            drain();
        }
    }

    private void drain() throws UnreadableImageException {
        buffer.flip();
        int read = buffer.remaining();
        while (bytes.length - length < read) {
            grow();
        }
        buffer.get(bytes, length, read);
        length += read;
        buffer.clear();
    }

    private void readRemote(String path) throws IOException, UnreadableImageException {
        try (InputStream in = storage.open(path)) {
            int read;
            while ((read = in.read(bytes, length, bytes.length - length)) >= 0) {
                length += read;
                if (length == bytes.length) {
                    grow();
                }
            }
        }
    }

    private void grow() throws UnreadableImageException {
        if (bytes.length >= maxBytes) {
            throw new UnreadableImageException(
                    "Image file of %,d bytes or more".formatted(maxBytes), "not an image of this dataset?");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, maxBytes));
    }
}
