package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The source in {@code spark-shell} and PySpark, where it arrives by {@code --jars} and nothing else does. Neither shell is
 * part of the build: {@code -Pshells} brings spark-shell, and PySpark is run where {@code python3} (or {@code
 * PYSPARK_PYTHON}) can import it.
 */
class ShellsIT {

    private static final long PATIENCE_MINUTES = 5;
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void sparkShell_readsAndWrites() throws Exception {
        assume(isPresent("org.apache.spark.repl.Main"), "spark-shell: spark-repl is not on the class path; -Pshells");
        String out = folder.resolve("out").toString();
        Path script = folder.resolve("script.scala");
        Files.writeString(
                script,
                """
                val words = Seq((8, "bat"), (8, "abc"), (1, "xyz")).toDF("number", "word")
                words.write.partitionBy("number").format("tfrecord").option("codec", "gzip").save("%1$s")
                val read = spark.read.format("tfrecord").load("%1$s").orderBy("word")
                println("ROWS " + read.as[(String, Int)].collect().mkString(" "))
                println("BY PATH " + spark.sql("SELECT sum(number) FROM tfrecord.`%1$s`").first())
                """
                        .formatted(out));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("conf/jvm.options").toAbsolutePath(),
                "-Xmx1g",
                "-Dscala.usejavacp=true",
                "-cp",
                classPathWithoutFairdeal(),
                "org.apache.spark.deploy.SparkSubmit",
                "--class",
                "org.apache.spark.repl.Main",
                "--jars",
                jar()));
        loopback().forEach(setting -> command.addAll(List.of("--conf", setting)));
        command.add("spark-shell");

        String output = run(new ProcessBuilder(command).redirectInput(script.toFile()));

        assertThat(output).contains("ROWS (abc,8) (bat,8) (xyz,1)").contains("BY PATH [17]");
    }

    @Test
    void pySpark_readsAndWrites() throws Exception {
        String python = System.getenv().getOrDefault("PYSPARK_PYTHON", "python3");
        assume(canImportPySpark(python), "PySpark: " + python + " cannot import pyspark");
        String out = folder.resolve("out").toString();
        Path script = folder.resolve("script.py");
        String config = loopback().stream()
                .map(setting -> ".config('%s', '%s')".formatted((Object[]) setting.split("=", 2)))
                .collect(Collectors.joining());
        Files.writeString(
                script,
                """
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.config('spark.jars', '%s')%s.getOrCreate()
                words = spark.createDataFrame([(8, 'bat'), (8, 'abc'), (1, 'xyz')], 'number int, word string')
                words.write.partitionBy('number').format('tfrecord').option('codec', 'gzip').save('%s')
                read = spark.read.format('tfrecord').load('%s').orderBy('word')
                print('ROWS', [tuple(row) for row in read.collect()])
                print('BY PATH', spark.sql('SELECT sum(number) FROM tfrecord.`%s`').first()[0])
                """
                        .formatted(jar(), config, out, out, out));

        String output = run(new ProcessBuilder(python, script.toString()));

        assertThat(output).contains("ROWS [('abc', 8), ('bat', 8), ('xyz', 1)]").contains("BY PATH 17");
    }

    private static List<String> loopback() {
        return List.of(
                "spark.master=local[2]",
                "spark.ui.enabled=false",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.driver.host=127.0.0.1");
    }

    /** What the build that this test is part of has packaged. */
    private static String jar() throws IOException {
        return TARGET.resolve(Files.readString(TARGET.resolve("fairdeal.built")).strip())
                .toString();
    }

    private static String classPathWithoutFairdeal() {
        return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> !entry.startsWith(TARGET.toString()))
                .collect(Collectors.joining(":"));
    }

    private static boolean isPresent(String name) {
        return ShellsIT.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    private static boolean canImportPySpark(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import pyspark")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no Python at all
        }
    }

    private static void assume(boolean isThere, String reason) {
        if (!isThere) {
            System.err.println("Skipped: " + reason);
        }
        assumeTrue(isThere, reason);
    }

    private String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean isDone = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            assertThat(isDone && process.exitValue() == 0)
                    .as(() -> read(output))
                    .isTrue();
            return read(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
