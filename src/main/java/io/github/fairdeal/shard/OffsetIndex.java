package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.PositionedFile;
import io.github.fairdeal.storage.Ranges;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.zip.CRC32C;

/**
 * Where each record of a shard begins, in a small file beside it ({@code docs/format.md}): any record is two reads
 * away, however long the shard. A shard can be read without it, from the seek points of its manifest.
 *
 * <p>The file says at its end which shard it is of, and has a checksum of every {@value #BLOCK_ENTRIES} offsets, which is
 * verified before they are believed: neither another shard's index nor a damaged one leads anywhere.
 */
public final class OffsetIndex implements Closeable {

    static final int ENTRY_BYTES = Long.BYTES;
    private static final int PAIR_BYTES = 2 * ENTRY_BYTES;
    static final int BLOCK_ENTRIES = 512;
    static final int CHECKSUM_BYTES = Integer.BYTES;
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Behind offsets and their checksums: the shard's bytes, its CRC-32C, and a CRC-32C of all behind the offsets. */
    private static final int FOOTER_BYTES = Long.BYTES + 2 * CHECKSUM_BYTES;

    /**
     * By open file: which blocks were verified. Tasks of one process share a mapped file, and each would verify all of
     * it, since its records lie everywhere.
     */
    private static final Map<PositionedFile, boolean[]> SOUND_BLOCKS = Collections.synchronizedMap(new WeakHashMap<>());

    private final String path;
    private final long records;
    private final long shardBytes;
    private final PositionedFile file;
    /** Of each block, from its first offset to the first of the next block. */
    private final byte[] checksums;

    private final CRC32C checksum = new CRC32C();
    /** As many entries from {@code firstCached} on as were read at once, for who reads them in order. */
    private final byte[] block = new byte[(BLOCK_ENTRIES + 1) * ENTRY_BYTES];

    /** Set by several threads, each to true and to nothing else: who sees an old value verifies once more. */
    private final boolean[] soundBlocks;

    private final Ranges ranges = new Ranges();
    private byte[] pairs = {};
    private long firstCached;
    private int cached;
    private long begin;
    private long end;

    private OffsetIndex(String path, Shard shard, PositionedFile file, byte[] checksums) {
        this.path = path;
        this.records = shard.records();
        this.shardBytes = shard.bytes();
        this.file = file;
        this.checksums = checksums;
        this.soundBlocks = SOUND_BLOCKS.computeIfAbsent(file, opened -> new boolean[Math.toIntExact(blocks(records))]);
    }

    /** Name of the index file of a shard. Spark, Hadoop and patterns such as {@code path-*} pass over it. */
    static String fileName(String shardName) {
        return "_" + shardName.replaceFirst("\\.tfrecord$", "") + ".offsets";
    }

    /** Where the index of a shard is, if it has one. */
    public static String path(String folder, Shard shard) {
        return Storage.child(folder, fileName(shard.name()));
    }

    /** Size of the index of a shard of so many records. */
    static long bytes(long records) {
        return records * ENTRY_BYTES + blocks(records) * CHECKSUM_BYTES + FOOTER_BYTES;
    }

    /**
     * Opens the index of a shard, if it has one.
     *
     * @throws BadInputException if it is not of that shard, or damaged at its end
     */
    public static Optional<OffsetIndex> find(Storage storage, String folder, Shard shard) throws IOException {
        return find(storage, folder, shard, storage::openPositioned);
    }

    /** The same for who looks up very many records. */
    static Optional<OffsetIndex> findScattered(Storage storage, String folder, Shard shard) throws IOException {
        return find(storage, folder, shard, path -> storage.openScattered(path, ENTRY_BYTES));
    }

    /** How a file is opened. */
    private interface Opening {

        PositionedFile open(String path) throws IOException;
    }

    private static Optional<OffsetIndex> find(Storage storage, String folder, Shard shard, Opening opening)
            throws IOException {
        String path = path(folder, shard);
        Optional<FileStatus> status = storage.status(path);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        long expected = bytes(shard.records());
        if (status.get().bytes() != expected) {
            throw new BadInputException(
                    "%s: offset index has %,d bytes, expected %,d for %,d records; damaged? delete it, shards are read without it too"
                            .formatted(path, status.get().bytes(), expected, shard.records()));
        }
        PositionedFile file = opening.open(path);
        try {
            byte[] tail = new byte[Math.toIntExact(expected - shard.records() * ENTRY_BYTES)];
            file.readFully(shard.records() * ENTRY_BYTES, tail, 0, tail.length);
            requireOwn(path, shard, tail);
            return Optional.of(new OffsetIndex(path, shard, file, tail));
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
    }

    private static void requireOwn(String path, Shard shard, byte[] tail) {
        int footer = tail.length - FOOTER_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(tail, 0, tail.length - CHECKSUM_BYTES);
        int stored = (int) INT.get(tail, tail.length - CHECKSUM_BYTES);
        if ((int) crc.getValue() != stored) {
            throw new BadInputException(
                    "%s: offset index checksum mismatch: expected %08x, found %08x; damaged? delete it, shards are read without it too"
                            .formatted(path, stored, (int) crc.getValue()));
        }
        long bytes = (long) LONG.get(tail, footer);
        String shardCrc = "%08x".formatted((int) INT.get(tail, footer + Long.BYTES));
        if (bytes != shard.bytes() || !shardCrc.equals(shard.crc32c())) {
            throw new BadInputException(
                    "%s: offset index is of a shard of %,d bytes with checksum %s, expected %,d bytes with %s; of another shard? delete it, shards are read without it too"
                            .formatted(path, bytes, shardCrc, shard.bytes(), shard.crc32c()));
        }
    }

    /**
     * Checks that a shard has an index of the right size.
     *
     * @throws BadInputException if it has not
     */
    static void requireWritten(Storage storage, String folder, Shard shard) throws IOException {
        find(storage, folder, shard)
                .orElseThrow(() -> new BadInputException(path(folder, shard) + ": offset index is missing"))
                .close();
    }

    /**
     * Looks up record {@code record}, from 0 to the number of records, which stands for the end of the shard.
     *
     * @throws BadInputException if the index says what cannot be
     */
    public void seek(long record) throws IOException {
        if (record < firstCached || Math.min(record + 1, records - 1) >= firstCached + cached) {
            readBlock(record);
        }
        begin = entry(record);
        end = entry(record + 1);
        if (begin < 0 || end < begin || end > shardBytes) {
            throw unfit(record, null);
        }
    }

    /**
     * Looks up many records at once, as {@link #seek} does one; changes nothing for {@link #offset()}. A block is
     * verified when a record in it is looked up for the first time.
     *
     * @param lookedUp numbers of records, each less than the number of records; those from {@code from} to {@code to}
     * @param begins filled at the same places with the byte offsets of their frames
     * @param frameBytes filled at the same places with the bytes of their frames
     * @throws BadInputException if the index says what cannot be
     */
    void seekAll(long[] lookedUp, int from, int to, long[] begins, long[] frameBytes) throws IOException {
        if ((to - from) * PAIR_BYTES > pairs.length) {
            pairs = new byte[(to - from) * PAIR_BYTES];
        }
        ranges.clear();
        for (int i = from; i < to; i++) {
            int number = (int) (lookedUp[i] / BLOCK_ENTRIES);
            if (!soundBlocks[number]) {
                readBlock(lookedUp[i]);
                soundBlocks[number] = true;
            }
            ranges.add(
                    lookedUp[i] * ENTRY_BYTES, (i - from) * PAIR_BYTES, isLast(lookedUp[i]) ? ENTRY_BYTES : PAIR_BYTES);
        }
        file.readAll(ranges, pairs);
        for (int i = from; i < to; i++) {
            int pair = (i - from) * PAIR_BYTES;
            long start = (long) LONG.get(pairs, pair);
            long stop = isLast(lookedUp[i]) ? shardBytes : (long) LONG.get(pairs, pair + ENTRY_BYTES);
            if (start < 0 || stop < start || stop > shardBytes) {
                throw unfit(lookedUp[i], null);
            }
            begins[i] = start;
            frameBytes[i] = stop - start;
        }
    }

    /** Byte offset in the shard where the frame of the record that was looked up begins. */
    public long offset() {
        return begin;
    }

    /** Bytes of that frame. */
    public long frameBytes() {
        return end - begin;
    }

    /** An exception that says the index does not fit its shard. */
    public BadInputException unfit(long record, Throwable cause) {
        return new BadInputException(
                "%s: offset index does not fit its shard at record %,d; of another shard, or damaged? delete it, shards are read without it too"
                        .formatted(path, record),
                cause);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean isLast(long record) {
        return record == records - 1;
    }

    /** Reads the block that a record is in. */
    private void readBlock(long record) throws IOException {
        firstCached = Math.max(0, Math.min(record, records - 1)) / BLOCK_ENTRIES * BLOCK_ENTRIES;
        cached = (int) Math.min(BLOCK_ENTRIES + 1, records - firstCached);
        file.readFully(firstCached * ENTRY_BYTES, block, 0, cached * ENTRY_BYTES);
        requireSound(record);
    }

    private void requireSound(long record) {
        if (cached > 0) {
            checksum.reset();
            checksum.update(block, 0, cached * ENTRY_BYTES);
            int number = Math.toIntExact(firstCached / BLOCK_ENTRIES);
            if ((int) checksum.getValue() != (int) INT.get(checksums, number * CHECKSUM_BYTES)) {
                cached = 0;
                throw unfit(record, null);
            }
        }
    }

    private static long blocks(long records) {
        return (records + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
    }

    private long entry(long record) {
        return record >= records ? shardBytes : (long) LONG.get(block, (int) (record - firstCached) * ENTRY_BYTES);
    }
}
