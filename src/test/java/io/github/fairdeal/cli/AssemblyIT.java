package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.Software;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code fairdeal-VERSION-assembly.jar}, submitted by Spark's own script to a standalone cluster with a protobuf that
 * TensorFlow's messages would not work with.
 */
@Tag("cluster")
class AssemblyIT {

    private static final Path TARGET = Launcher.HOME.resolve("target");

    @TempDir
    static Path folder;

    private static SparkHome home;
    private static StandaloneCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException {
        home = SparkHome.in(folder).withScript();
        home.link(TARGET.resolve("cluster/old-protobuf/protobuf-java-2.5.0.jar"));
        cluster = new StandaloneCluster(home, TARGET.resolve("cluster/assembly"));
    }

    @AfterAll
    static void stopCluster() throws IOException {
        cluster.close();
    }

    @Test
    void commands_fromTheAssembly_runOnAClusterWithAnotherProtobuf() throws IOException {
        submit("prepare", "--source", "digits", "--count", "400", "--output", "digits")
                .requireDone();
        submit("shuffle", "--dataset", "digits", "--shards", "2").requireDone();

        Outcome fed = submit("feed", "--dataset", "digits", "--json").requireDone();

        assertThat(fed.json().path("records").asLong()).isEqualTo(400);
    }

    private static Outcome submit(String... command) throws IOException {
        Launcher launcher = Launcher.of(home.folder().resolve("bin/spark-submit"), folder);
        home.environment().forEach(launcher::with);
        List<String> arguments = List.of(
                "--master",
                cluster.url(),
                "--conf",
                "spark.cores.max=2",
                "--conf",
                "spark.executor.memory=1g",
                "--jars",
                nativeLibrary(),
                "--class",
                "io.github.fairdeal.cli.Main",
                TARGET.resolve("fairdeal-%s-assembly.jar".formatted(Software.version()))
                        .toString());
        return launcher.run(
                Stream.concat(arguments.stream(), Arrays.stream(command)).toArray(String[]::new));
    }

    /** TensorFlow's, for this machine, which the assembly leaves out. */
    private static String nativeLibrary() throws IOException {
        return Arrays.stream(
                        Files.readString(TARGET.resolve("submit.classpath")).split(":"))
                .filter(jar -> jar.matches(".*/tensorflow-core-native-[^/]*(linux|macosx)[^/]*\\.jar"))
                .findFirst()
                .orElseThrow();
    }
}
