package io.github.fairdeal.epoch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** What a run does between two looks at another one that it waits for. */
@FunctionalInterface
interface Pause {

    /** Waits a little. */
    void pause() throws IOException;

    /** Sleeps for so long. */
    static Pause of(Duration duration) {
        return () -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for another run");
            }
        };
    }
}
