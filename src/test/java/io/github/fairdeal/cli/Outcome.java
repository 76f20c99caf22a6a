package io.github.fairdeal.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** How a command ended: its exit code, and what it wrote where. */
record Outcome(int exitCode, String out, String err) {

    /** Runs a command in this JVM. */
    static Outcome of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
