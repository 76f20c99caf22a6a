package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jobs/fairdeal} in a checkout of a few files, with a {@code mvn} that does what ours does to {@code target}: it
 * takes the packaged jar and stamps it.
 */
class LauncherIT {

    private static final String VERSION = "fairdeal 0";

    @TempDir
    Path folder;

    private Path home;
    private Path builds;
    private Path source;

    @BeforeEach
    void checkOut() throws IOException {
        home = folder.resolve("check out");
        builds = folder.resolve("builds");
        Files.createFile(builds);
        copy("jobs");
        copy("conf");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        source = home.resolve("src/main/java/Source.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        mvn(":");
    }

    @Test
    void launcher_buildsOnceAndAgainWhenASourceChanged_andSaysSo() throws IOException {
        assertBuilt(version(), "not built yet");
        assertNotBuilt(version());

        touch(source);
        assertBuilt(version(), "sources changed");
        assertNotBuilt(version());

        Files.delete(source);
        assertBuilt(version(), "sources changed");
        assertNotBuilt(version());

        touch(home.resolve("pom.xml"));
        assertBuilt(version(), "sources changed");

        Files.writeString(home.resolve("target/embedded.classpath"), folder + "/gone.jar");
        assertBuilt(version(), "libraries of the last build are gone");
        assertNotBuilt(version());
    }

    @Test
    void launcher_whenABuildFails_endsWith2_andTriesAgain() throws IOException {
        version();
        touch(source);
        mvn("exit 1");

        for (int attempt = 0; attempt < 2; attempt++) {
            Outcome outcome = version();
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.errLines()).last().isEqualTo("fairdeal: the build failed; its messages are above");
        }

        mvn(":");
        Files.writeString(builds, "");
        assertBuilt(version(), "sources changed");
    }

    @Test
    void launcher_startedTwiceAtOnce_buildsOnce() throws IOException {
        mvn("sleep 1");

        Launcher.Started first = launcher(home.resolve("jobs/fairdeal")).start("--version");
        Launcher.Started second = launcher(home.resolve("jobs/fairdeal")).start("--version");

        assertThat(first.outcome().out()).startsWith(VERSION);
        assertThat(second.outcome().out()).startsWith(VERSION);
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void launcher_thatMayNotBuild_runsWhatIsThere() throws IOException {
        Outcome nothing = launcher(home.resolve("jobs/fairdeal"))
                .with("FAIRDEAL_BUILD", "never")
                .run("--version");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.errLines()).singleElement().asString().startsWith("fairdeal: not built yet");

        version();
        touch(source);
        Outcome old = launcher(home.resolve("jobs/fairdeal"))
                .with("FAIRDEAL_BUILD", "never")
                .run("--version");
        assertThat(old.out()).startsWith(VERSION);
        assertThat(old.err()).isEmpty();
    }

    @Test
    void launcher_throughASymbolicLinkAndFromAnyFolder_findsItsCheckout() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("fd"), home.resolve("jobs/fairdeal"));
        Path wrapper = Files.createSymbolicLink(folder.resolve("fp"), home.resolve("jobs/prepare"));
        version();

        assertThat(launcher(link).run("--version").out()).startsWith(VERSION);
        assertThat(launcher(wrapper).run("--help").out()).startsWith("Usage: fairdeal prepare");
        assertThat(launcher(link).run().out()).startsWith("Usage: fairdeal ");
    }

    @Test
    void launcher_withoutJava17_endsWith2_andSaysWhatToDo() throws IOException {
        Path old = folder.resolve("jdk8");
        Launcher.script(old.resolve("bin/java"), "#!/bin/sh", "echo 'openjdk version \"1.8.0_392\"' >&2");

        assertOldJava(old);
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"11.0.21\"\n");
        assertOldJava(old);

        Outcome none = launcher(home.resolve("jobs/fairdeal"))
                .with("JAVA_HOME", "" + folder.resolve("nothing"))
                .run("--version");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.errLines()).singleElement().asString().startsWith("fairdeal: no Java at ");
    }

    @Test
    void launcher_withAnArchiveOfOtherJarsOrADamagedOne_runsAsWithout_andSaysNothing() throws IOException {
        assertBuilt(version(), "not built yet");
        Path archive = home.resolve("target/fairdeal.jsa");
        Path ours = Launcher.HOME.resolve("target/fairdeal.jsa");
        if (Files.exists(ours)) {
            Files.copy(ours, archive);
            assertNotBuilt(version());
        }

        Files.write(archive, new byte[10_000]);

        assertNotBuilt(version());
    }

    @Test
    void wrapper_withoutSpark_endsWith2_andSaysWhatToDo() throws IOException {
        version();

        Outcome outcome = launcher(home.resolve("jobs/shuffle")).run("--dataset", "d");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errLines()).singleElement().asString().contains("set SPARK_HOME", "behind --");
    }

    @Test
    void wrappers_areThereForEveryCommand() {
        for (String command : new Main().commandLine().getSubcommands().keySet()) {
            assertThat(Launcher.HOME.resolve("jobs").resolve(command)).isExecutable();
        }
    }

    private Outcome version() throws IOException {
        return launcher(home.resolve("jobs/fairdeal")).run("--version");
    }

    private Launcher launcher(Path script) {
        return Launcher.of(script, folder).with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private void assertBuilt(Outcome outcome, String reason) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith(VERSION);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("fairdeal: " + reason)
                .endsWith(": building with Maven");
        assertThat(Files.readAllLines(builds)).hasSize(1);
        Files.writeString(builds, "");
    }

    private void assertNotBuilt(Outcome outcome) throws IOException {
        assertThat(outcome.out()).startsWith(VERSION);
        assertThat(outcome.err()).isEmpty();
        assertThat(builds).isEmptyFile();
    }

    private void assertOldJava(Path java) throws IOException {
        Outcome outcome = launcher(home.resolve("jobs/fairdeal"))
                .with("JAVA_HOME", "" + java)
                .run("--version");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errLines()).singleElement().asString().contains("is not Java 17 or newer");
    }

    /** Counts its runs, does {@code line}, and stamps the jar as old as its own start. */
    private void mvn(String line) throws IOException {
        String built = Launcher.HOME.resolve("target") + "";
        Launcher.script(
                folder.resolve("bin/mvn"),
                "#!/bin/sh",
                "echo run >>'" + builds + "'",
                "mkdir -p target",
                "cp '" + built + "/fairdeal.built' target/fairdeal.building",
                line,
                "cp '" + built + "'/fairdeal-*.jar '" + built + "'/*.classpath target",
                "mv target/fairdeal.building target/fairdeal.built");
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private void copy(String name) throws IOException {
        Path from = Launcher.HOME.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = home.resolve(name).resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
