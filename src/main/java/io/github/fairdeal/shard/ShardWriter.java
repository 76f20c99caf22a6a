package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.ManyCalls;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.MaskedCrc32c;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes one shard and its {@link OffsetIndex} under names of their own and moves them to their final names when
 * they are complete, so that no half shard
 * is ever seen under that name and two attempts at the same task do not meet. Both write the same bytes: whichever
 * move comes last changes nothing.
 */
public final class ShardWriter implements Closeable {

    private static final String HIDDEN = ".";
    private static final String ATTEMPT = ".attempt-";

    private final Storage storage;
    private final String attemptPath;
    private final String finalPath;
    private final String indexAttemptPath;
    private final String indexPath;
    private final String name;
    private final long firstPosition;
    private final RecordWriter writer;
    private final OffsetIndexWriter index;
    private final MaskedCrc32c checksum = new MaskedCrc32c();
    private final Fingerprint.RecordHasher hasher = new Fingerprint.RecordHasher();
    private final Fingerprint fingerprint = new Fingerprint();
    private final LabelCounts labelCounts = new LabelCounts();
    private final SeekPoints seekPoints = new SeekPoints();
    private boolean finished;

    /**
     * Begins a shard.
     *
     * @param folder of the shard
     * @param name file name of the shard
     * @param firstPosition place of its first record in the whole order
     * @param attempt different for every attempt at writing this shard, such as Spark's task attempt id
     */
    public ShardWriter(Storage storage, String folder, String name, long firstPosition, long attempt)
            throws IOException {
        this.storage = storage;
        this.name = name;
        this.firstPosition = firstPosition;
        this.finalPath = Storage.child(folder, name);
        this.attemptPath = Storage.child(folder, HIDDEN + name + ATTEMPT + attempt);
        String indexName = OffsetIndex.fileName(name);
        this.indexPath = Storage.child(folder, indexName);
        this.indexAttemptPath = Storage.child(folder, HIDDEN + indexName + ATTEMPT + attempt);
        storage.delete(attemptPath);
        storage.delete(indexAttemptPath);
        this.writer = new RecordWriter(storage.create(attemptPath));
        try {
            this.index = new OffsetIndexWriter(storage.create(indexAttemptPath));
        } catch (IOException | RuntimeException e) {
            try (writer) {
                throw e;
            }
        }
    }

    /**
     * The last look at a folder of shards before it is published: checks that all of them are there, and removes the
     * attempts of tasks whose executor died before it could.
     *
     * @throws BadInputException if a shard or its offset index is missing, or of another size than it was written with
     */
    public static void settle(Storage storage, String folder, List<Shard> shards) throws IOException {
        requireWritten(storage, folder, shards);
        List<FileStatus> attempts = storage.list(folder).stream()
                .filter(entry -> entry.name().startsWith(HIDDEN) && entry.name().contains(ATTEMPT))
                .toList();
        ManyCalls.forEach(storage.callsAtOnce(folder), attempts, attempt -> storage.delete(attempt.path()));
    }

    /**
     * Checks that shards and their offset indexes are there.
     *
     * @throws BadInputException if one is missing, or of another size than it was written with
     */
    public static void requireWritten(Storage storage, String folder, List<Shard> shards) throws IOException {
        ManyCalls.forEach(storage.callsAtOnce(folder), shards, shard -> {
            ShardSlice.whole(folder, shard).requireSize(storage);
            OffsetIndex.requireWritten(storage, folder, shard);
        });
    }

    /** Names of the files that a shard consists of. */
    public static List<String> fileNames(Shard shard) {
        return List.of(shard.name(), OffsetIndex.fileName(shard.name()));
    }

    /** Appends an encoded record. */
    public void write(long index, long label, byte[] payload, int offset, int length) throws IOException {
        write(index, label, payload, offset, length, checksum.of(payload, offset, length));
    }

    /** Appends an encoded record whose masked checksum is known from the file it came from. */
    public void write(long recordIndex, long label, byte[] payload, int offset, int length, int payloadCrc)
            throws IOException {
        index.add(writer.bytes());
        seekPoints.offer(writer.records(), writer.bytes());
        fingerprint.add(hasher.hash(recordIndex, MaskedCrc32c.unmask(payloadCrc), payload, offset, length));
        labelCounts.add(label);
        writer.write(payload, offset, length, payloadCrc);
    }

    /** Bytes written so far: where the next record will begin. */
    long bytes() {
        return writer.bytes();
    }

    /** Completes the shard and gives it its name. */
    public WrittenShard finish() throws IOException {
        writer.close();
        index.finish(writer.bytes(), writer.fileCrc32c());
        storage.replaceSame(attemptPath, finalPath);
        storage.replaceSame(indexAttemptPath, indexPath);
        finished = true;
        Shard shard = new Shard(
                name,
                firstPosition,
                writer.records(),
                writer.bytes(),
                writer.fileCrc32c(),
                labelCounts.labels() > Shard.MAX_LABELS_LISTED ? Collections.emptySortedMap() : labelCounts.toMap(),
                seekPoints.toList());
        return new WrittenShard(shard, fingerprint);
    }

    /** Records of each label so far, all of them, even where {@link Shard#labelCounts()} leaves them out. */
    public SortedMap<Long, Long> labelCounts() {
        return labelCounts.toMap();
    }

    /** Removes what was written if the shard was not finished. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            try (index;
                    writer) {
                // both are closed, whatever happens to one
            } finally {
                storage.delete(attemptPath);
                storage.delete(indexAttemptPath);
            }
        }
    }
}
