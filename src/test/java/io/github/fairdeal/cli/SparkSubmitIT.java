package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts in {@code jobs/} with a {@code SPARK_HOME}: Spark's jars from the build without fairdeal's own libraries,
 * which must arrive through {@code --jars}. Output, exit codes and errors are as without Spark.
 */
class SparkSubmitIT {

    private static final Duration MAX_START = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Path sparkHome;

    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void installSpark() throws IOException {
        sparkHome = folder.resolve("spark");
        Path jars = Files.createDirectories(sparkHome.resolve("jars"));
        Files.createDirectories(sparkHome.resolve("conf"));
        Set<String> ours = new HashSet<>(List.of(classPath("submit")));
        for (String jar : classPath("embedded")) {
            if (!ours.contains(jar)) {
                Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
            }
        }
    }

    @Test
    void commands_throughSparkSubmit_endAsWithoutIt() throws IOException {
        // As Spark's own bin/spark-submit and bin/spark-class do: the launcher prints the command to run,
        // NUL-separated.
        Launcher.script(
                sparkHome.resolve("bin/spark-submit"),
                "#!/usr/bin/env bash",
                "command=()",
                "while IFS= read -r -d '' word; do command+=(\"$word\"); done < <(\"${JAVA_HOME:+$JAVA_HOME/bin/}java\" \\",
                "  -cp \"$SPARK_HOME/jars/*\" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit \"$@\")",
                "exec \"${command[1]:1}\" \"${command[@]:2}\"");
        Files.writeString(sparkHome.resolve("conf/spark-defaults.conf"), "spark.master local[2]\n");

        Outcome prepared = run("prepare", "--source", "digits", "--count", "400", "--output", "my digits", "--json");
        assertThat(prepared.exitCode()).as(prepared.err()).isZero();
        assertThat(prepared.json().path("records").asLong()).isEqualTo(400);
        assertThat(prepared.complaints()).isEmpty();

        Outcome shuffled = run("shuffle", "--dataset", "my digits", "--shards", "2", "--", "--master", "local[1]");
        assertThat(shuffled.exitCode()).as(shuffled.err()).isZero();
        assertThat(shuffled.out()).startsWith("shuffled 400 path records into 2 shards");

        Outcome sorted = run("audit", "my digits/sorted/path-*");
        assertThat(sorted.exitCode()).isEqualTo(6);
        assertThat(sorted.out()).startsWith("BIASED: ");

        Outcome conflict = run("shuffle", "--dataset", "my digits", "--shards", "2", "--seed", "9");
        assertThat(conflict.exitCode()).isEqualTo(4);
        assertThat(conflict.complaints()).singleElement().asString().startsWith("fairdeal: ");
    }

    @Test
    void commands_onAStandaloneCluster_runOnItsExecutors() throws IOException {
        Outcome prepared = Launcher.in(folder)
                .run("prepare", "--source", "digits", "--count", "400", "--shards", "2", "--output", "digits");
        assertThat(prepared.exitCode()).as(prepared.err()).isZero();

        String master = "spark://127.0.0.1:" + freePort();
        String port = master.substring(master.lastIndexOf(':') + 1);
        startDaemon("master", "ALIVE", "Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0");
        startDaemon(
                "worker",
                "Successfully registered with master",
                "Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "2",
                "--memory",
                "1g",
                "--work-dir",
                "" + folder.resolve("work"),
                "--webui-port",
                "0",
                master);

        String[] cluster = {"--", "--master", master, "--conf", "spark.executor.memory=512m"};
        Outcome shuffled = run(join(cluster, "shuffle", "--dataset", "digits", "--shards", "2"));
        assertThat(shuffled.exitCode()).as(shuffled.err()).isZero();
        assertThat(shuffled.complaints()).isEmpty();

        // TensorFlow and its native library, on the executor, from --jars.
        Outcome fed = run(join(cluster, "feed", "--dataset", "digits", "--json"));
        assertThat(fed.exitCode()).as(fed.err()).isZero();
        assertThat(fed.json().path("records").asLong()).isEqualTo(400);

        Files.delete(folder.resolve("digits/images/00000/7.png"));
        Outcome failed = run(join(cluster, "feed", "--dataset", "digits"));
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.complaints()).singleElement().asString().contains("images/00000/7.png");
        assertThat(folder.resolve("work").toFile().list())
                .as("applications on the worker")
                .hasSize(3);
    }

    @AfterAll
    static void nothingIsLeftInTheCurrentFolder() {
        assertThat(folder.resolve("spark-warehouse")).doesNotExist();
    }

    @AfterEach
    void stopDaemons() {
        processes.forEach(Process::destroyForcibly);
    }

    private static Outcome run(String command, String... options) throws IOException {
        return Launcher.of(Launcher.HOME.resolve("jobs").resolve(command), folder)
                .with("FAIRDEAL_BUILD", "never")
                .with("FAIRDEAL_HEAP", "1g")
                .with("SPARK_HOME", "" + sparkHome)
                .with("SPARK_LOCAL_IP", "127.0.0.1")
                .run(options);
    }

    private static Outcome run(String[] commandAndOptions) throws IOException {
        String[] options = new String[commandAndOptions.length - 1];
        System.arraycopy(commandAndOptions, 1, options, 0, options.length);
        return run(commandAndOptions[0], options);
    }

    private static String[] join(String[] behind, String... before) {
        List<String> all = new ArrayList<>(List.of(before));
        all.addAll(List.of(behind));
        return all.toArray(String[]::new);
    }

    /** Starts {@code org.apache.spark.deploy.*} and waits until its log says {@code ready}. */
    private void startDaemon(String mainPackage, String ready, String mainClass, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Launcher.HOME.resolve("conf/jvm.options"),
                "-Xmx256m",
                "-cp",
                sparkHome.resolve("conf") + File.pathSeparator + sparkHome.resolve("jars") + "/*",
                "org.apache.spark.deploy." + mainPackage + "." + mainClass));
        command.addAll(List.of(arguments));
        Path log = folder.resolve(mainPackage + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_HOME", "" + sparkHome);
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        processes.add(builder.start());
        long deadline = System.nanoTime() + MAX_START.toNanos();
        while (!Files.readString(log).contains(ready)) {
            assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(deadline);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String[] classPath(String name) throws IOException {
        return Files.readString(Launcher.HOME.resolve("target/" + name + ".classpath"))
                .split(File.pathSeparator);
    }
}
