package io.github.fairdeal.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM with a Spark of its own, for what the shared session cannot do: have another master, or be killed. */
public final class SeparateSpark implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 900;

    private final Process process;
    private final Path output;
    private final Path complaints;

    private SeparateSpark(Process process, Path output, Path complaints) {
        this.process = process;
        this.output = output;
        this.complaints = complaints;
    }

    /**
     * Starts a program.
     *
     * @param scratch folder for Spark's files and the output
     * @param settings system properties, {@code spark.*} among them
     */
    public static SeparateSpark start(Class<?> program, Path scratch, Map<String, String> settings, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("conf/jvm.options").toAbsolutePath());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + scratch);
        command.add("-Dspark.ui.enabled=false");
        command.add("-Dspark.driver.bindAddress=127.0.0.1");
        command.add("-Dspark.driver.host=127.0.0.1");
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(scratch, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        // What local-cluster needs to start executors, though there is no distribution of Spark.
        builder.environment().put("SPARK_HOME", scratch.toString());
        builder.environment().put("SPARK_SCALA_VERSION", scalaVersion());
        Path complaints = Files.createTempFile(scratch, "complaints", ".txt");
        Process process = builder.redirectError(complaints.toFile())
                .redirectOutput(output.toFile())
                .start();
        return new SeparateSpark(process, output, complaints);
    }

    /** Such as 2.12. */
    private static String scalaVersion() {
        String version = scala.util.Properties.versionNumberString();
        return version.substring(0, version.lastIndexOf('.'));
    }

    /** Waits for the program to end well and returns the last line of its standard output. */
    public String lastLine() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s:\n" + said());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit code " + process.exitValue() + ":\n" + said());
        }
        List<String> lines = Files.readAllLines(output);
        return lines.get(lines.size() - 1);
    }

    /** A sight to wait for. */
    @FunctionalInterface
    interface Sight {
        boolean isThere() throws IOException;
    }

    /**
     * Kills the program, as kill -9 does, as soon as something is seen; it must be running then.
     *
     * @param tooLate a sight of a stopped program that has done its work
     * @return whether it was in time
     */
    boolean killWhen(Sight sight, Sight tooLate) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!sight.isThere()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("never in the middle of its work:\n" + said());
            }
            Thread.sleep(2);
        }
        Signal.STOP.send(process.toHandle());
        boolean isInTime = !tooLate.isThere();
        process.destroyForcibly();
        int exitCode = process.waitFor();
        if (exitCode != 128 + 9) {
            throw new AssertionError("ended by itself with exit code " + exitCode + " before it was killed");
        }
        return isInTime;
    }

    private String said() throws IOException {
        return Files.readString(output) + Files.readString(complaints);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
