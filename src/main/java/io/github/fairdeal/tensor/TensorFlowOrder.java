package io.github.fairdeal.tensor;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.QueueClose;
import org.tensorflow.op.io.RandomShuffleQueue;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * The order in which TensorFlow's own operations give the records of TFRecord files: the real thing that package
 * {@code baseline} reproduces. An iterator over the records' indexes; not thread-safe; close it.
 *
 * <p>TensorFlow reads the files itself, so that they must be on this machine. Seeds choose an order but, with a queue
 * that a second thread fills, do not fix it.
 */
public final class TensorFlowOrder implements Iterator<Long>, AutoCloseable {

    private final Graph graph;
    private final Session session;
    private final Operand<TInt64> indexes;
    private final Filling filling;
    private long[] batch = {};
    private int next;

    private TensorFlowOrder(Graph graph, Session session, Operand<TInt64> indexes, Filling filling) {
        this.graph = graph;
        this.session = session;
        this.indexes = indexes;
        this.filling = filling;
    }

    /**
     * tf.data's {@code TFRecordDataset(paths).shuffle(bufferRecords).batch(batchSize)}.
     *
     * @param paths TFRecord files whose records have an {@code index}, in order
     */
    public static TensorFlowOrder ofDataset(List<String> paths, long bufferRecords, int batchSize, long seed) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        ShardGraph shards = new ShardGraph(tf);
        ShardGraph.Batches batches =
                shards.batches(shards.shuffled(shards.records(paths), bufferRecords, seed), batchSize);
        Operand<TInt64> indexes = shards.indexes(batches.next());
        Session session = new Session(graph);
        session.runner().addTarget(batches.start()).run().close();
        return new TensorFlowOrder(graph, session, indexes, null);
    }

    /**
     * A {@code RandomShuffleQueue} that a thread fills with the files' serialized records as fast as it can, as a queue
     * runner of {@code tf.train.shuffle_batch} does, and that batches are taken from.
     *
     * @param paths TFRecord files whose records have an {@code index}, in order
     */
    public static TensorFlowOrder ofQueue(
            List<String> paths, int minAfterDequeue, int capacity, int batchSize, long seed) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        ShardGraph shards = new ShardGraph(tf);
        ShardGraph.Batches batches = shards.batches(shards.records(paths), batchSize);
        Output<?> queue = tf.io.randomShuffleQueue(
                        List.of(TString.class),
                        RandomShuffleQueue.shapes(Shape.scalar()),
                        RandomShuffleQueue.capacity((long) capacity),
                        RandomShuffleQueue.minAfterDequeue((long) minAfterDequeue),
                        RandomShuffleQueue.seed(seed),
                        RandomShuffleQueue.seed2(~seed))
                .handle();
        Op enqueue = tf.io.queueEnqueueMany(queue, List.<Operand<?>>of(batches.next()));
        Op end = tf.io.queueClose(queue);
        Op cancel = tf.io.queueClose(queue, QueueClose.cancelPendingEnqueues(true));
        Operand<TString> dequeued = tf.io.queueDequeueUpTo(queue, tf.constant(batchSize), List.of(TString.class))
                .op()
                .output(0);
        Operand<TInt64> indexes = shards.indexes(dequeued);
        Session session = new Session(graph);
        session.runner().addTarget(batches.start()).run().close();
        return new TensorFlowOrder(graph, session, indexes, new Filling(session, enqueue, end, cancel));
    }

    /**
     * @throws IllegalStateException if the thread that fills the queue failed: a file is missing or damaged
     */
    @Override
    public boolean hasNext() {
        if (next == batch.length) {
            batch = dequeue();
            next = 0;
        }
        return batch.length > 0;
    }

    @Override
    public Long next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all records are taken");
        }
        return batch[next++];
    }

    /** Stops the thread that fills the queue, and frees the session and the graph. */
    @Override
    public void close() {
        if (filling != null) {
            filling.stop();
        }
        session.close();
        graph.close();
    }

    private long[] dequeue() {
        try (Result result = session.runner().fetch(indexes).run()) {
            TInt64 found = (TInt64) result.get(0);
            long[] values = new long[Math.toIntExact(found.size())];
            found.asRawTensor().data().asLongs().read(values);
            return values;
        } catch (TFOutOfRangeException endOfData) {
            if (filling != null) {
                filling.requireSuccess();
            }
            return new long[0];
        }
    }

    /** The thread that puts records into the queue until the files end. */
    private static final class Filling {

        private final Session session;
        private final Op cancel;
        private final Thread thread;
        private volatile boolean stopping;
        private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

        Filling(Session session, Op enqueue, Op end, Op cancel) {
            this.session = session;
            this.cancel = cancel;
            this.thread = new Thread(() -> fill(enqueue, end), "fairdeal-queue-runner");
            thread.setDaemon(true);
            thread.start();
        }

        void stop() {
            stopping = true;
            session.runner().addTarget(cancel).run().close();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void requireSuccess() {
            RuntimeException cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("TensorFlow could not read the records: " + cause.getMessage(), cause);
            }
        }

        private void fill(Op enqueue, Op end) {
            try {
                while (true) {
                    session.runner().addTarget(enqueue).run().close();
                }
            } catch (TFOutOfRangeException endOfFiles) {
                // all records are in the queue
            } catch (RuntimeException e) {
                if (stopping) {
                    return; // the queue is closed already, which is what ended the enqueueing
                }
                failure.set(e);
            }
            session.runner().addTarget(end).run().close();
        }
    }
}
