package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.read.Batch;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task's hold on the one {@link FeedSession} that this JVM keeps for a shape and a set of labels.
 *
 * <p>The first hold builds the session, the last one that is closed frees it: an executor that serves many datasets in
 * its life keeps none of their memory. TensorFlow itself stays loaded, so that building again takes some milliseconds.
 */
public final class SharedFeedSession implements AutoCloseable {

    private static final Map<Key, Counted> SESSIONS = new HashMap<>();

    private final Key key;
    private final FeedSession session;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private SharedFeedSession(Key key, FeedSession session) {
        this.key = key;
        this.session = session;
    }

    /**
     * Takes hold of the session, building it if there is none. Others that ask meanwhile wait for it.
     *
     * @param shape of every image
     * @param labels all labels of the dataset
     */
    public static SharedFeedSession acquire(ImageShape shape, Set<Long> labels) {
        Key key = new Key(shape, Set.copyOf(labels));
        synchronized (SESSIONS) {
            Counted counted = SESSIONS.get(key);
            if (counted == null) {
                counted = new Counted(FeedSession.open(shape, labels));
                SESSIONS.put(key, counted);
            }
            counted.holds++;
            return new SharedFeedSession(key, counted.session);
        }
    }

    /** As {@link FeedSession#labels()}. */
    public long[] labels() {
        return session.labels();
    }

    /** As {@link FeedSession#run}. */
    public BatchResult run(Batch batch) {
        if (!open.get()) {
            throw new IllegalStateException("this hold on the session is closed");
        }
        return session.run(batch);
    }

    /** Gives the hold up, and frees the session if it was the last. Harmless when repeated. */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        synchronized (SESSIONS) {
            Counted counted = SESSIONS.get(key);
            counted.holds--;
            if (counted.holds == 0) {
                SESSIONS.remove(key);
                counted.session.close();
            }
        }
    }

    /** Sessions that this JVM keeps now. */
    static int kept() {
        synchronized (SESSIONS) {
            return SESSIONS.size();
        }
    }

    private record Key(ImageShape shape, Set<Long> labels) {}

    private static final class Counted {

        final FeedSession session;
        int holds;

        Counted(FeedSession session) {
            this.session = session;
        }
    }
}
