package io.github.fairdeal.job;

import java.io.IOException;

/** What one process tells another to do, on Linux. */
public enum Signal {
    /** Stop where it is, whatever it does, until it is told to go on or is killed. */
    STOP,
    /** Go on. */
    CONT;

    /** Sends it to a process, which must be there. */
    public void send(ProcessHandle process) throws IOException {
        Process kill = new ProcessBuilder("bash", "-c", "kill -" + name() + " $0", "" + process.pid())
                .inheritIO()
                .start();
        int exitCode = kill.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException("no process to signal: " + process.pid());
        }
    }
}
