package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.IntBinaryOperator;

/** Whose turn it is, of two processes that share a store: an interleaving of their calls that can be had again. */
public final class Turns {

    private final IntBinaryOperator next;
    private final int[] calls = new int[2];
    private final boolean[] hasEnded = new boolean[2];
    private int turn;

    /**
     * @param next gives the process that may make the next call, by the numbers of calls that process 0 and process 1 have
     *     made
     */
    public Turns(IntBinaryOperator next) {
        this.next = next;
        this.turn = next.applyAsInt(0, 0);
    }

    /** Makes a call when it is this process's turn. */
    synchronized <T> T take(int process, InterceptedFiles.Call<T> call) throws IOException {
        while (turn != process && !hasEnded[1 - process]) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        try {
            return call.run();
        } finally {
            calls[process]++;
            turn = next.applyAsInt(calls[0], calls[1]);
            notifyAll();
        }
    }

    /** The process waits for the other one, which has the next turn. */
    public synchronized void pass(int process) {
        turn = 1 - process;
        notifyAll();
    }

    /** The process makes no more calls. */
    public synchronized void end(int process) {
        hasEnded[process] = true;
        notifyAll();
    }

    /** How many calls a process has made. */
    public synchronized int calls(int process) {
        return calls[process];
    }
}
