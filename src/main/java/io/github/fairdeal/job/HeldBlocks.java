package io.github.fairdeal.job;

import io.github.fairdeal.storage.PositionedFile;
import io.github.fairdeal.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The blocks of one shard until it is written: in memory as long as that is granted, then in a temporary file. Not
 * thread-safe.
 */
final class HeldBlocks implements Closeable {

    /** Who grants memory. */
    interface Memory extends Closeable {

        /** True if so many bytes more may be held. */
        boolean grant(long bytes);

        /** Takes all of it back. */
        @Override
        void close();
    }

    private final Memory memory;
    private final Callable<Path> newFile;
    /** A block, or null where it is in the file. */
    private final List<byte[]> blocks = new ArrayList<>();
    /** Where in the file a block begins, if it is there. */
    private final List<Long> begins = new ArrayList<>();

    private Path file;
    private OutputStream spilling;
    private long spilledBytes;
    private PositionedFile spilled;
    private byte[] fetched = new byte[1 << 10];

    /**
     * Holds nothing.
     *
     * @param memory given back by {@link #close}
     * @param newFile makes an empty file when one is needed; deleted by {@link #close}
     */
    HeldBlocks(Memory memory, Callable<Path> newFile) {
        this.memory = memory;
        this.newFile = newFile;
    }

    /** Takes a block in; its number is the count of those before. */
    void add(byte[] block) throws IOException {
        begins.add(spilledBytes);
        if (spilling == null && memory.grant(block.length)) {
            blocks.add(block);
        } else {
            blocks.add(null);
            spill(block);
        }
    }

    /** Number of blocks. */
    int count() {
        return blocks.size();
    }

    /** Bytes that went to the file. */
    long spilledBytes() {
        return spilledBytes;
    }

    /** A block, or null if it is in the file. */
    byte[] inMemory(int number) {
        return blocks.get(number);
    }

    /** The record at {@code at} of a block that is in the file, at the beginning of an array that the next call reuses. */
    byte[] fetch(int number, int at) throws IOException {
        if (spilled == null) {
            spilling.close();
            spilled = Storage.local().openPositioned(file.toString());
        }
        long begin = begins.get(number) + at;
        spilled.readFully(begin, fetched, 0, RecordBlock.HEADER_BYTES);
        int bytes = RecordBlock.HEADER_BYTES + RecordBlock.length(fetched, 0);
        if (bytes > fetched.length) {
            fetched = new byte[Math.max(bytes, 2 * fetched.length)];
        }
        spilled.readFully(begin, fetched, 0, bytes);
        return fetched;
    }

    @Override
    public void close() throws IOException {
        memory.close();
        try {
            if (spilling != null) {
                spilling.close();
            }
            if (spilled != null) {
                spilled.close();
            }
        } finally {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void spill(byte[] block) throws IOException {
        if (spilling == null) {
            try {
                file = newFile.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("no temporary file for a shard that is larger than memory", e);
            }
            spilling = new BufferedOutputStream(Files.newOutputStream(file));
        }
        spilling.write(block);
        spilledBytes += block.length;
    }
}
