package io.github.fairdeal.job;

import io.github.fairdeal.dataset.FairdealException;
import java.io.IOException;

/** Finds what an operator should be told in what Spark throws. */
final class JobFailure {

    private JobFailure() {}

    /** An action that Spark runs. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Runs an action, and throws the {@link FairdealException} that a task died of instead of Spark's account of it.
     */
    static <T> T unwrapping(Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof FairdealException known) {
                    throw known;
                }
            }
            throw e;
        }
    }
}
