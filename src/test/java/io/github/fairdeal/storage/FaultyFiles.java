package io.github.fairdeal.storage;

import java.io.IOException;
import java.util.function.Predicate;

/** A file store that fails at one call, and if the process died of it, at every one from then on. */
public final class FaultyFiles extends InterceptedFiles {

    /** What becomes of the call that fails. */
    public enum Fault {
        /** Nothing happened. */
        WITHOUT_EFFECT,
        /** Half of it happened, if it has halves. */
        HALF_WAY,
        /** It happened, but the answer was lost. */
        ANSWER_LOST
    }

    private Predicate<String> undeletable = path -> false;
    private Fault fault = Fault.WITHOUT_EFFECT;
    private long callsToGo = Long.MAX_VALUE;
    private boolean isDeath;
    private boolean isUnchecked;
    private boolean isDead;
    private boolean hasFailed;

    private FaultyFiles(FileStore files) {
        super(files);
    }

    /** The local disk. */
    public static FaultyFiles local() {
        return new FaultyFiles(new LocalFiles());
    }

    /** An object store in memory, empty. */
    public static FaultyFiles objects() {
        return new FaultyFiles(new ObjectFiles());
    }

    /** Files that others see too. */
    public static FaultyFiles over(InterceptedFiles shared) {
        return new FaultyFiles(shared);
    }

    /** From now on the process lives for {@code calls} calls more. */
    public void dieAfter(long calls, Fault how) {
        failAfter(calls, how);
        isDeath = true;
    }

    /** As {@link #failAfter}, with a failure that nobody counts on. */
    public void failUncheckedAfter(long calls, Fault how) {
        failAfter(calls, how);
        isUnchecked = true;
    }

    /** From now on one call fails, the one after {@code calls} others. */
    public void failAfter(long calls, Fault how) {
        callsToGo = calls;
        fault = how;
        isDeath = false;
        isUnchecked = false;
        hasFailed = false;
    }

    /** From now on such paths cannot be deleted. */
    public void failToDelete(Predicate<String> undeletable) {
        this.undeletable = undeletable;
    }

    @Override
    public void delete(String path) throws IOException {
        if (undeletable.test(path)) {
            throw new IOException("permission denied");
        }
        super.delete(path);
    }

    /** Works from now on; returns whether it had failed since it was told to. */
    public boolean heal() {
        callsToGo = Long.MAX_VALUE;
        isDead = false;
        return hasFailed;
    }

    @Override
    <T> T intercept(Call<T> call, Step half) throws IOException {
        if (isDead) {
            throw new IOException("the process is dead");
        }
        if (callsToGo-- != 0) {
            return call.run();
        }
        hasFailed = true;
        isDead = isDeath;
        if (fault == Fault.ANSWER_LOST) {
            call.run();
        } else if (fault == Fault.HALF_WAY) {
            half.run();
        }
        if (isUnchecked) {
            throw new IllegalStateException("client is closed");
        }
        throw new IOException("connection lost");
    }
}
