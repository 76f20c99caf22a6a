package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.storage.Storage;
import java.io.EOFException;
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
import java.util.Optional;
import java.util.Set;

/**
 * The content of one image file at a time, which may be a file of its own or be in a pack, in an array that is used
 * again for the next.
 *
 * <p>A local file costs four system calls: open, two reads (the second one finds the end), close. Its size is not asked
 * for. One in a pack costs one, if the pack is open. Not thread-safe.
 */
final class FileBytes {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final int FIRST_BYTES = 1 << 16;

    /** An image file may be twice as large as its pixels, plus this much of metadata. */
    private static final long MAX_METADATA_BYTES = 64L << 20;

    private final Storage storage;
    private final OpenPacks packs;
    private final long maxBytes;
    /** Direct, since a channel reads into any other through a copy of its own. There is one once there is a local file. */
    private ByteBuffer buffer;

    private byte[] bytes = new byte[0];
    private int length;
    private long readNanos;

    /** Refuses files above {@code maxBytes}, so that a wrong path cannot fill the memory. */
    FileBytes(Storage storage, OpenPacks packs, long maxBytes) {
        this.storage = storage;
        this.packs = packs;
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    /** How large a file of an image of this shape may be. */
    static long maxBytes(ImageShape shape) {
        return Math.min(2L * shape.bytes() + MAX_METADATA_BYTES, Integer.MAX_VALUE - 16);
    }

    /** What to say of a file of {@code maxBytes} or more. */
    static UnreadableImageException tooLarge(long maxBytes) {
        return new UnreadableImageException(
                "Image file of %,d bytes or more".formatted(maxBytes), "not an image of this dataset?");
    }

    /** Reads an image file; {@code path} is absolute, plain or a URI, and may name a place in a pack. */
    void read(String path) throws UnreadableImageException {
        length = 0;
        long begin = System.nanoTime();
        Optional<PackedImage> packed = PackedImage.parse(path);
        try {
            if (packed.isPresent()) {
                readPacked(packed.get());
            } else if (path.startsWith("/") || !Storage.isRemote(path)) {
                readLocal(path);
            } else {
                readRemote(path);
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new UnreadableImageException(
                    packed.isPresent() ? "Pack is missing" : "Image file is missing",
                    "deleted, moved, or not mounted here?",
                    e);
        } catch (EOFException e) {
            throw new UnreadableImageException(
                    "Image file ends too early: " + e.getMessage(), "truncated, or replaced by another one?", e);
        } catch (IllegalArgumentException e) {
            throw UnreadableImageException.notAPath(e);
        } catch (IOException e) {
            throw new UnreadableImageException(
                    "Image file cannot be read: " + e.getMessage(), "permissions, or a failing disk?", e);
        } finally {
            readNanos = System.nanoTime() - begin;
        }
    }

    /** Takes a part of what another one has read, with its share of the time. */
    void copy(FileBytes other, int offset, int partLength) {
        if (partLength > bytes.length) {
            bytes = new byte[Math.max(partLength, (int) Math.min(2L * bytes.length, maxBytes))];
        }
        System.arraycopy(other.bytes, offset, bytes, 0, partLength);
        length = partLength;
        readNanos = other.readNanos * partLength / Math.max(1, other.length);
    }

    /** Holds the file from 0 to {@link #length()}; valid until the next {@link #read}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** What the last {@link #read} took. */
    long readNanos() {
        return readNanos;
    }

    private void readPacked(PackedImage image) throws IOException, UnreadableImageException {
        if (image.length() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (image.length() > bytes.length) {
            bytes = new byte[(int) Math.min(maxBytes, Math.max(2L * bytes.length, image.length()))];
        }
        packs.read(image.pack(), image.offset(), bytes, image.length());
        length = image.length();
    }

    private void readLocal(String path) throws IOException, UnreadableImageException {
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
        }
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
        if (bytes.length == 0) {
            grow();
        }
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
            throw tooLarge(maxBytes);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(FIRST_BYTES, 2L * bytes.length), maxBytes));
    }
}
