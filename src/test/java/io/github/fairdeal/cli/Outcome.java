package io.github.fairdeal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;

/** How a command ended: its exit code, and what it wrote where. */
record Outcome(int exitCode, String out, String err) {

    /** Progress of long work, and what TensorFlow says at its first session whatever it is told. */
    private static final Pattern REMARK = Pattern.compile("\\d\\d:\\d\\d:\\d\\d [a-z]+: [\\d,]+ of [\\d,]+ .*"
            + "|WARNING: All log messages before absl::InitializeLog\\(\\) .*"
            + "|I0000 .* MLIR V1 optimization pass is not enabled");

    /** Runs a command in this JVM. */
    static Outcome of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    /** This outcome, which must be that of a command that ended well. */
    Outcome requireDone() {
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + ": " + out + err);
        }
        return this;
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    /** Standard error without progress and TensorFlow's remarks. */
    List<String> complaints() {
        return err.lines().filter(line -> !REMARK.matcher(line).matches()).toList();
    }

    /** Standard output, which must be one JSON value and nothing else. */
    JsonNode json() throws IOException {
        try (var parser = new ObjectMapper().createParser(out)) {
            JsonNode value = parser.readValueAsTree();
            if (value == null || parser.nextToken() != null) {
                throw new IOException("not one JSON value: " + out);
            }
            return value;
        }
    }
}
