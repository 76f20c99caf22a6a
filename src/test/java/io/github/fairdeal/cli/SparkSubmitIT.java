package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts in {@code jobs/} with a {@code SPARK_HOME} that has {@code bin/spark-submit} and a master by default.
 * Output, exit codes and errors are as without Spark.
 */
class SparkSubmitIT {

    @TempDir
    static Path folder;

    @Test
    void commands_throughSparkSubmit_endAsWithoutIt() throws IOException {
        SparkHome home = SparkHome.in(folder).withScript();
        Files.writeString(home.conf().resolve("spark-defaults.conf"), "spark.master local[2]\n");

        Outcome prepared =
                run(home, "prepare", "--source", "digits", "--count", "400", "--output", "my digits", "--json");
        assertThat(prepared.exitCode()).as(prepared.err()).isZero();
        assertThat(prepared.json().path("records").asLong()).isEqualTo(400);
        assertThat(prepared.complaints()).isEmpty();

        Outcome shuffled =
                run(home, "shuffle", "--dataset", "my digits", "--shards", "2", "--", "--master", "local[1]");
        assertThat(shuffled.exitCode()).as(shuffled.err()).isZero();
        assertThat(shuffled.out()).startsWith("shuffled 400 path records into 2 shards");

        Outcome sorted = run(home, "audit", "my digits/sorted/path-*");
        assertThat(sorted.exitCode()).isEqualTo(6);
        assertThat(sorted.out()).startsWith("BIASED: ");

        Outcome conflict = run(home, "shuffle", "--dataset", "my digits", "--shards", "2", "--seed", "9");
        assertThat(conflict.exitCode()).isEqualTo(4);
        assertThat(conflict.complaints()).singleElement().asString().startsWith("fairdeal: ");
    }

    @AfterAll
    static void nothingIsLeftInTheCurrentFolder() {
        assertThat(folder.resolve("spark-warehouse")).doesNotExist();
    }

    private static Outcome run(SparkHome home, String command, String... options) throws IOException {
        return home.launcher(command, folder).run(options);
    }
}
