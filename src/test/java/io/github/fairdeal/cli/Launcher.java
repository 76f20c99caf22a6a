package io.github.fairdeal.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs {@code jobs/fairdeal}, or a script beside it, in a process of its own, as a user does. */
final class Launcher {

    /** The checkout that the tests run in. */
    static final Path HOME = Path.of("").toAbsolutePath();

    private static final long MAX_MINUTES = 5;

    private final Path script;
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /** @param folder current folder of the process */
    private Launcher(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /** What the build that these tests are part of has packaged; never builds. */
    static Launcher in(Path folder) {
        return of(HOME.resolve("jobs/fairdeal"), folder)
                .with("FAIRDEAL_BUILD", "never")
                .with("FAIRDEAL_HEAP", "1g")
                // Most of a short run is its start, which the second compiler only makes longer.
                .with("FAIRDEAL_JAVA", "-XX:TieredStopAtLevel=1");
    }

    static Launcher of(Path script, Path folder) {
        return new Launcher(script, folder);
    }

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs to the end. */
    Outcome run(String... arguments) throws IOException {
        return start(arguments).outcome();
    }

    /** Runs a command with options to the end. */
    Outcome runCommand(String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    /** A process that is under way. */
    record Started(Process process, Path out, Path err) {

        /** Waits for the end. */
        Outcome outcome() throws IOException {
            try {
                if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError(
                            "still running after %d minutes: %s".formatted(MAX_MINUTES, process.info()));
                }
                return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            } finally {
                process.destroyForcibly();
                Files.delete(out);
                Files.delete(err);
            }
        }
    }

    Started start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("fairdeal-test", ".out");
        Path err = Files.createTempFile("fairdeal-test", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("FAIRDEAL_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    /** A file of UTF-8 lines that can be run. */
    static Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
        return file;
    }
}
