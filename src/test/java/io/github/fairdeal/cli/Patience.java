package io.github.fairdeal.cli;

import java.time.Duration;

/** Waiting for something that another process does, for so long and no longer. */
final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration SETTLE = Duration.ofMillis(500);

    private final long deadlineNanos;
    private final String missed;

    /** @param missed what it means that it did not come */
    Patience(Duration limit, String missed) {
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.missed = missed;
    }

    /** Waits for what is under way to arrive. */
    void settle() {
        long until = System.nanoTime() + SETTLE.toNanos();
        while (System.nanoTime() - until < 0) {
            pause();
        }
    }

    /** Waits a little; fails when it has been long enough. */
    void pause() {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new AssertionError("waited in vain: " + missed);
        }
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
