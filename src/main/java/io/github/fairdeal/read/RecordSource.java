package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.Framing;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** Reads the records of consecutive shards, a batch at a time; one shard is open at once. Not thread-safe. */
final class RecordSource implements Closeable {

    private final Storage storage;
    private final List<String> shards;
    private final RecordKind kind;
    private final ImageShape shape;
    private final ExampleCursor cursor = new ExampleCursor();
    private int nextShard;
    private long nextPosition;
    private RecordReader reader;

    RecordSource(Storage storage, List<String> shards, RecordKind kind, ImageShape shape, long firstPosition) {
        this.storage = storage;
        this.shards = List.copyOf(shards);
        this.kind = kind;
        this.shape = shape;
        this.nextPosition = firstPosition;
    }

    /**
     * The next records, at most {@code capacity}; none at the end.
     *
     * @throws BadInputException if a shard is missing, damaged, of another kind, or holds images of another size
     */
    RecordBatch next(int capacity) {
        RecordBatch batch = kind == RecordKind.PATH
                ? RecordBatch.ofPaths(nextPosition, capacity)
                : RecordBatch.ofImages(nextPosition, capacity, shape);
        try {
            while (batch.size < capacity && advance()) {
                cursor.parse(reader);
                cursor.requireKind(kind);
                add(batch);
            }
        } catch (IOException e) {
            throw unreadableShard(e);
        }
        nextPosition += batch.size;
        return batch;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    /** Moves to the next record, of the next shard if need be. */
    private boolean advance() throws IOException {
        while (true) {
            if (reader != null) {
                if (reader.next()) {
                    return true;
                }
                reader.close();
                reader = null;
            }
            if (nextShard == shards.size()) {
                return false;
            }
            String path = shards.get(nextShard);
            reader = new RecordReader(storage.open(path), path, storage.bytes(path));
            nextShard++;
        }
    }

    private void add(RecordBatch batch) {
        int i = batch.size;
        batch.indexes[i] = cursor.index();
        batch.labels[i] = cursor.label();
        batch.shards[i] = reader.path();
        batch.records[i] = reader.record();
        if (kind == RecordKind.PATH) {
            batch.paths[i] = cursor.path();
        } else {
            if (cursor.payloadLength() != shape.bytes()) {
                throw reader.damaged(
                        "Image of %,d bytes, expected %,d for shape %s (index %d)"
                                .formatted(cursor.payloadLength(), shape.bytes(), shape, cursor.index()),
                        "of another dataset, or of mixed sizes?");
            }
            System.arraycopy(cursor.buffer(), cursor.payloadOffset(), batch.pixels, i * shape.bytes(), shape.bytes());
        }
        batch.shardBytes += Framing.framedBytes(reader.payloadLength());
        batch.size++;
    }

    private BadInputException unreadableShard(IOException cause) {
        String path = reader != null ? reader.path() : shards.get(nextShard);
        String problem = cause instanceof FileNotFoundException
                ? "no such shard; deleted, or not mounted on this machine?"
                : "cannot be read: " + cause.getMessage();
        return new BadInputException(path + ": " + problem, cause);
    }
}
