package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import java.util.concurrent.ArrayBlockingQueue;

/** The memory of batches that were used up, for the next ones. Keeps a bounded number; thread-safe. */
class BatchPool {

    private final int batchSize;
    private final RecordKind kind;
    private final ImageShape shape;
    private final ImageShape rawShape;
    private final ArrayBlockingQueue<RecordBatch> free;

    /**
     * @param rawShape of images that records hold as pixels
     * @param capacity how many are kept at most
     */
    BatchPool(int batchSize, RecordKind kind, ImageShape shape, ImageShape rawShape, int capacity) {
        this.batchSize = batchSize;
        this.kind = kind;
        this.shape = shape;
        this.rawShape = rawShape;
        this.free = new ArrayBlockingQueue<>(capacity);
    }

    /** An empty batch, used or new. */
    RecordBatch take() {
        RecordBatch batch = free.poll();
        if (batch == null) {
            return new RecordBatch(batchSize, kind, shape, rawShape);
        }
        batch.clear();
        return batch;
    }

    /** Takes a batch back that nobody uses any more. */
    void give(RecordBatch batch) {
        free.offer(batch);
    }
}
