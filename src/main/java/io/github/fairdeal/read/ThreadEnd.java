package io.github.fairdeal.read;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for threads that were told to end. */
final class ThreadEnd {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private ThreadEnd() {}

    /**
     * Returns when they all have ended, or after five seconds: a thread may hang in a remote file system. Not cut short by
     * an interrupt, which stays set.
     */
    static void await(List<Thread> threads) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (Thread thread : threads) {
            while (thread.isAlive() && System.nanoTime() < deadline) {
                try {
                    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
