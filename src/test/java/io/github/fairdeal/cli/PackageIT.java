package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.Software;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairdeal-VERSION.tar.gz}, unpacked into an empty folder: all that fairdeal needs but Spark. */
class PackageIT {

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = Launcher.HOME.resolve("target/fairdeal-%s.tar.gz".formatted(Software.version()));
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        home = folder.resolve("fairdeal-" + Software.version());
    }

    @Test
    void commands_onASparkOfTheUsers_work() throws IOException {
        SparkHome spark = SparkHome.in(folder);

        Outcome prepared = submit(spark, "prepare", "--source", "digits", "--count", "400", "--output", "digits");
        assertThat(prepared.exitCode()).as(prepared.err()).isZero();
        assertThat(prepared.complaints()).isEmpty();

        Outcome shuffled = submit(spark, "shuffle", "--dataset", "digits", "--shards", "2", "--json");
        assertThat(shuffled.exitCode()).as(shuffled.err()).isZero();
        assertThat(shuffled.json().path("outcome").asText()).isEqualTo("published");
        assertThat(folder.resolve("digits/epochs/epoch-000000/manifest.json"))
                .content()
                .contains(Software.nameAndVersion());
    }

    @Test
    void helpAndVersion_needNoSpark_andCommandsSayThatTheyDo() throws IOException {
        assertThat(launcher().run("--version").requireDone().out().strip()).isEqualTo(Software.nameAndVersion());
        assertThat(launcher().run("prepare", "--help").requireDone().out()).contains("Example:");
        assertThat(launcher().run().requireDone().out()).contains("Commands, in the order of the flow:");

        Outcome outcome = launcher().run("verify", "--dataset", "digits");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errLines()).singleElement().asString().startsWith("fairdeal: SPARK_HOME is not set");
    }

    @Test
    void libraries_areWithoutSparkAndHadoop() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names)
                    .contains("fairdeal-%s.jar".formatted(Software.version()))
                    .noneMatch(name -> name.matches("(spark|hadoop|scala|jackson|log4j|slf4j)-.*"));
        }
        assertThat(home).isDirectoryContaining("glob:**/LICENSE").isDirectoryContaining("glob:**/docs");
    }

    private static Launcher launcher() {
        return Launcher.of(home.resolve("jobs/fairdeal"), folder);
    }

    private static Outcome submit(SparkHome spark, String... arguments) throws IOException {
        Launcher launcher = launcher().with("FAIRDEAL_HEAP", "1g");
        spark.environment().forEach(launcher::with);
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--", "--master", "local[2]"))
                .toArray(String[]::new);
        return launcher.run(all);
    }
}
