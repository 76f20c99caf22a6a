package io.github.fairdeal.storage;

import java.io.IOException;

/** One of two processes on one store: each call waits for the turn of its process. */
public final class TurnFiles extends InterceptedFiles {

    private final Turns turns;
    private final int process;

    private TurnFiles(FileStore files, Turns turns, int process) {
        super(files);
        this.turns = turns;
        this.process = process;
    }

    /** The store of process {@code process}, 0 or 1. */
    public static TurnFiles of(InterceptedFiles files, Turns turns, int process) {
        return new TurnFiles(files, turns, process);
    }

    @Override
    <T> T intercept(Call<T> call, Step half) throws IOException {
        return turns.take(process, call);
    }
}
