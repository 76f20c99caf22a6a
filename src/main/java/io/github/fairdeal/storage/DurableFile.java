package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A new local file, on the disk and not only in the system's memory when it is closed; failures name it.
 *
 * <p>A thread beside the writer's forces what was written to the disk while more is written, so that the disk works meanwhile
 * and closing waits for little.
 */
final class DurableFile extends OutputStream {

    /** Enough for a disk to be busy with, and little enough to be soon on it. */
    private static final long FORCED_BYTES = 8 << 20;

    private static final ExecutorService FORCING = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(null, task, "fairdeal-force", 0, false);
        thread.setContextClassLoader(null); // that of the task that happens to be first would stay
        thread.setDaemon(true);
        return thread;
    });

    private final String path;
    private final FileChannel channel;
    private long unforced;
    private Future<?> forcing;
    private IOException failure;

    /** Takes a channel that is empty, and closes it with itself. */
    DurableFile(String path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            unforced += length;
            if (unforced >= FORCED_BYTES && (forcing == null || forcing.isDone())) {
                awaitForcing();
                unforced = 0;
                forcing = FORCING.submit(() -> {
                    channel.force(false);
                    return null;
                });
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (failure != null) {
                throw failure; // the system tells of it once, and forcing again would seem to go well
            }
            if (channel.isOpen()) {
                awaitForcing();
                channel.force(true);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Passes on what the other thread was told. */
    private void awaitForcing() throws IOException {
        Future<?> last = forcing;
        forcing = null;
        try {
            if (last != null) {
                last.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it is forced to the disk");
        }
    }

    private IOException unwritable(IOException cause) {
        failure = cause;
        return new IOException(path + ": cannot be written: " + cause.getMessage(), cause);
    }
}
