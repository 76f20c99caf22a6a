package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.job.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: options, Spark, and the way results are printed. */
abstract class Verb implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Options from a file; see conf/fairdeal.conf.")
    @SuppressWarnings("UnusedVariable") // for help and parsing; ConfigFile reads the file before the options are parsed
    private String config;

    @Option(names = "--json", description = "Print the result as JSON.", fallbackValue = "true")
    private boolean json;

    @Option(names = "--stacktrace", description = "Show the stack trace of an error.", fallbackValue = "true")
    private boolean stackTrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** What a command does with Spark; returns what the process ends with. */
    interface Work {
        ExitCode run(Engine engine) throws IOException;
    }

    /** Does the work. */
    abstract ExitCode run() throws IOException;

    @Override
    public final Integer call() throws IOException {
        return run().code();
    }

    final boolean wantsStackTrace() {
        return stackTrace;
    }

    final ExitCode withSpark(Work work) throws IOException {
        try (Engine engine = Engine.start(spec.qualifiedName(), sparkSettings())) {
            return work.run(engine);
        }
    }

    /** What the configuration file says to Spark. */
    final Map<String, String> sparkSettings() {
        return main().config().sparkSettings();
    }

    private Main main() {
        return (Main) spec.root().userObject();
    }

    /** Prints a line of text as the work goes on, unless JSON was asked for. */
    final void say(String line) {
        if (!json) {
            out().println(line);
            out().flush();
        }
    }

    /** Prints a line to standard error, where it does not mix with the result. */
    final void log(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /** Prints a result if JSON was asked for. */
    final void printJson(Object result) {
        if (json) {
            out().println(Json.text(result));
            out().flush();
        }
    }

    /** Prints a result: as JSON if it was asked for, else as text. */
    final void print(Object result, String text) {
        out().println(json ? Json.text(result) : text);
        out().flush();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** {@code 1.23 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }

    /** A name on one line: what is no character to see is written as in Java. */
    static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default ->
                    text.append(Character.isISOControl(c) ? "\\u%04x".formatted((int) c) : Character.toString(c));
            }
        }
        return text.toString();
    }

    /** {@code 1,234,567}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1.2 MB}, in powers of ten. */
    static String bytes(long number) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = number;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
