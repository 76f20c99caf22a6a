package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The same call to a store for many files, several at once where that saves time ({@link Storage#callsAtOnce}). */
public final class ManyCalls {

    static final String THREAD = "call to a store";

    private ManyCalls() {}

    /** A call for one file. */
    @FunctionalInterface
    public interface Call<T> {
        void make(T file) throws IOException;
    }

    /**
     * Makes a call for each file. After a failure no more are begun. When this returns, however it does, none is under way.
     *
     * @param atOnce how many at most; if 1, they are made here and in order
     * @throws IOException if calls failed; the failure of the first one in order
     */
    public static <T> void forEach(int atOnce, Collection<T> files, Call<T> call) throws IOException {
        if (atOnce == 1 || files.size() < 2) {
            for (T file : files) {
                call.make(file);
            }
            return;
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(atOnce, files.size()), task -> new Thread(task, THREAD));
        try {
            AtomicBoolean hasFailed = new AtomicBoolean();
            List<Callable<Void>> tasks = files.stream()
                    .map(file -> (Callable<Void>) () -> {
                        makeUnless(hasFailed, file, call);
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for a store").initCause(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            awaitEnd(threads);
        }
    }

    private static <T> void makeUnless(AtomicBoolean hasFailed, T file, Call<T> call) throws IOException {
        if (!hasFailed.get()) {
            boolean isMade = false;
            try {
                call.make(file);
                isMade = true;
            } finally {
                if (!isMade) {
                    hasFailed.set(true);
                }
            }
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failed ? failed : new IOException(cause);
    }

    private static void awaitEnd(ExecutorService threads) {
        threads.shutdown();
        boolean isInterrupted = false;
        boolean hasEnded = false;
        while (!hasEnded) {
            try {
                hasEnded = threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
