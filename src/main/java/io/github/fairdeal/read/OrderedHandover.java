package io.github.fairdeal.read;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded meeting place: results with consecutive numbers from 0 arrive from many threads in any order and leave to
 * one thread in the order of their numbers.
 *
 * <p>At most {@code capacity} numbers are under way: whoever wants to work on a number first waits for room.
 */
final class OrderedHandover<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final Object[] results;
    private int ready;
    private long taken;
    private long end = Long.MAX_VALUE;
    private T last;
    private boolean closed;

    OrderedHandover(int capacity) {
        this.results = new Object[capacity];
    }

    /** Waits until {@code number} may be worked on; false if nobody wants it any more. */
    boolean awaitRoom(long number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && number >= taken + results.length) {
                room.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** True if {@link #awaitRoom} would not wait. */
    boolean hasRoom(long number) {
        lock.lock();
        try {
            return closed || number < taken + results.length;
        } finally {
            lock.unlock();
        }
    }

    /** Hands over the result of a number that there was room for. */
    void put(long number, T result) {
        lock.lock();
        try {
            results[slot(number)] = result;
            ready++;
            if (number == taken) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that {@code number} and those after it will never come.
     *
     * @param instead what comes in their place, again and again; null for nothing
     */
    void end(long number, T instead) {
        lock.lock();
        try {
            end = number;
            last = instead;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next result, waiting for it if need be; null at the end, and as soon as somebody closes this. */
    @SuppressWarnings("unchecked") // only put() fills the array
    T take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int slot = slot(taken);
            while (!closed && results[slot] == null && taken < end) {
                arrived.await();
            }
            T result = (T) results[slot];
            if (closed || result == null) {
                return closed ? null : last;
            }
            results[slot] = null;
            ready--;
            taken++;
            room.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Results that have arrived and not left. */
    int ready() {
        lock.lock();
        try {
            return ready;
        } finally {
            lock.unlock();
        }
    }

    /** Sends everybody home who waits, for room or for a result, and forgets what was not taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            java.util.Arrays.fill(results, null);
            room.signalAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int slot(long number) {
        return (int) (number % results.length);
    }
}
