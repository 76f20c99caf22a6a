package io.github.fairdeal.storage;

import io.github.fairdeal.dataset.PublishConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/**
 * A sign of life: an empty file that a run writes again every {@link #BEAT} as long as it works, so that others, on
 * whatever machine, know its unfinished work from that of a dead run.
 *
 * <p>The rule: a run is dead if its file is not there, or its process ended in the place where the asking one runs
 * ({@link Owner#isDead}), or it is of another place and its file is older than {@link #MAX_AGE}. Ages are differences of
 * times that the store gave to files, so that no two clocks need to agree.
 */
public final class Lease implements Closeable {

    /** How often a sign of life is given. */
    public static final Duration BEAT = Duration.ofMinutes(1);

    /** For how long a run may be silent before others take it for dead. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    private final Storage storage;
    private final String path;
    private final Timer heart;
    private boolean isClosed;

    private Lease(Storage storage, String path) {
        this.storage = storage;
        this.path = path;
        this.heart = new Timer("sign of life " + path, true);
        TimerTask beat = new TimerTask() {
            @Override
            public void run() {
                beat();
            }
        };
        heart.schedule(beat, BEAT.toMillis(), BEAT.toMillis());
    }

    /**
     * Gives the first sign of life.
     *
     * @param path of a file that has this run's {@link Owner#tag} in its name
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     */
    public static Lease take(Storage storage, String path) throws IOException {
        storage.write(path, new byte[0]);
        return new Lease(storage, path);
    }

    /**
     * True if another run is at work, as far as this one can tell.
     *
     * @param sign path of its sign of life
     * @param owner that it belongs to
     */
    public boolean seesAlive(String sign, Owner owner) throws IOException {
        if (owner.isDead()) {
            return false;
        }
        Optional<FileStatus> status = storage.status(sign);
        return status.isPresent() && (owner.isHere() || ageMillis(status.get()) <= MAX_AGE.toMillis());
    }

    /**
     * Checks that nobody took this run for dead, and its work away.
     *
     * @throws PublishConflictException if somebody did
     */
    public void requireHeld() throws IOException {
        if (!storage.exists(path)) {
            throw new PublishConflictException(
                    "%s: another run removed this sign of life and with it this run's work, taking it for dead: was it paused, or cut off from the store, for more than %d minutes? nothing was published, run it again"
                            .formatted(path, MAX_AGE.toMinutes()));
        }
    }

    /** Gives no more signs of life, and removes the file. */
    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        heart.cancel();
        storage.delete(path);
    }

    private long ageMillis(FileStatus sign) throws IOException {
        renew();
        return storage.status(path)
                .map(own -> own.modifiedAtMillis() - sign.modifiedAtMillis())
                .orElse(0L);
    }

    /** Never brings a sign back that somebody removed. */
    private synchronized void renew() throws IOException {
        if (!isClosed && storage.exists(path)) {
            storage.overwrite(path, new byte[0]);
        }
    }

    private void beat() {
        try {
            renew();
        } catch (IOException | RuntimeException e) {
            // The store may be back by the next time; requireHeld has the last word.
        }
    }
}
