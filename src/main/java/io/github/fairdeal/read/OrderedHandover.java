package io.github.fairdeal.read;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded meeting place: results with consecutive numbers from 0 arrive from many threads in any order and leave to
 * one thread in the order of their numbers.
 *
 * <p>At most {@code capacity} numbers are under way: whoever wants to work on a number first waits for room, one thread at
 * a time.
 *
 * <p>Who takes a result that is there takes no lock, and wakes who waits for room only when a quarter of it is free: waking
 * a thread costs microseconds, as long as a short step that the results feed. So where nobody takes, three quarters and
 * more of the room are full.
 */
final class OrderedHandover<T> {

    private static final long NEVER = Long.MAX_VALUE;

    /** Guards the two conditions; what they wait for is written before it is taken, and read again once it is held. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final AtomicReferenceArray<T> results;
    private final AtomicInteger ready = new AtomicInteger();

    /** Results that have left; written by who takes them. */
    private volatile long taken;

    /** How many must have left to wake the thread that waits for room. */
    private volatile long wakingAt = NEVER;

    private volatile boolean isAwaited;
    private volatile long end = NEVER;
    private volatile T last;
    private volatile boolean closed;

    OrderedHandover(int capacity) {
        this.results = new AtomicReferenceArray<>(capacity);
    }

    /** Waits until {@code number} may be worked on; false if nobody wants it any more. */
    boolean awaitRoom(long number) throws InterruptedException {
        if (!hasRoom(number)) {
            long some = number + 1 - results.length();
            // Never more than number: all results before it are under way, so that the wait ends.
            long enough = number - results.length() + Math.max(1, results.length() / 4);
            lock.lockInterruptibly();
            try {
                for (wakingAt = enough; !closed && taken < (isAwaited ? some : enough); wakingAt = enough) {
                    room.await();
                }
            } finally {
                wakingAt = NEVER;
                lock.unlock();
            }
        }
        return !closed;
    }

    /** True if {@link #awaitRoom} would not wait. */
    boolean hasRoom(long number) {
        return closed || number < taken + results.length();
    }

    /** Hands over the result of a number that there was room for. */
    void put(long number, T result) {
        ready.incrementAndGet();
        results.set(slot(number), result);
        if (isAwaited && number == taken) {
            wake(arrived);
        }
    }

    /**
     * Says that {@code number} and those after it will never come.
     *
     * @param instead what comes in their place, again and again; null for nothing
     */
    void end(long number, T instead) {
        last = instead;
        end = number;
        wake(arrived);
    }

    /** The next result, waiting for it if need be; null at the end, and as soon as somebody closes this. */
    T take() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long number = taken;
        if (!isDecided(number)) {
            await(number);
        }
        T result = results.get(slot(number));
        if (closed || result == null) {
            return closed ? null : last;
        }
        results.set(slot(number), null);
        ready.decrementAndGet();
        taken = number + 1;
        if (number + 1 >= wakingAt) {
            wake(room);
        }
        return result;
    }

    /** Results that have arrived and not left. */
    int ready() {
        return ready.get();
    }

    /** Sends everybody home who waits, for room or for a result, and forgets what was not taken. */
    void close() {
        closed = true;
        for (int slot = 0; slot < results.length(); slot++) {
            results.set(slot, null);
        }
        wake(room);
        wake(arrived);
    }

    private boolean isDecided(long number) {
        return closed || results.get(slot(number)) != null || number >= end;
    }

    private void await(long number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            isAwaited = true;
            room.signalAll(); // who takes has nothing to do: it waits for others, and need not be spared
            while (!isDecided(number)) {
                arrived.await();
            }
        } finally {
            isAwaited = false;
            lock.unlock();
        }
    }

    private void wake(Condition waiting) {
        lock.lock();
        try {
            if (waiting == room) {
                wakingAt = NEVER; // once is enough: who still lacks room says so again
            }
            waiting.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int slot(long number) {
        return (int) (number % results.length());
    }
}
