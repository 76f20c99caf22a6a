package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The files in {@code conf/} against the commands. */
class ConfigurationFilesTest {

    private static final Path DEFAULTS = Path.of("conf", "fairdeal.conf");
    private static final Path CLUSTER = Path.of("conf", "cluster.conf");
    private static final Pattern SETTING = Pattern.compile("# ([a-z]+\\.[a-z-]+) =(?: (.*))?");

    private final CommandLine commands = new Main().commandLine();

    @TempDir
    Path folder;

    @Test
    void defaults_areThoseOfTheOptions_allOfThem() throws IOException {
        Map<String, String> stated = new TreeMap<>();
        for (String line : Files.readAllLines(DEFAULTS)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                String value = setting.group(2) == null ? "" : setting.group(2);
                assertThat(stated.put(setting.group(1), value)).as(line).isNull();
            }
        }

        Map<String, String> actual = new TreeMap<>();
        for (String key : ConfigFile.keys(commands)) {
            actual.put(key, defaultOf(key));
        }
        assertThat(stated).isEqualTo(actual);
    }

    @Test
    void defaults_haveACommentLineEach_andNothingIsSet() throws IOException {
        List<String> lines = Files.readAllLines(DEFAULTS);

        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).matches("(#.*)?");
            if (SETTING.matcher(lines.get(i)).matches()) {
                assertThat(lines.get(i - 1)).as("above " + lines.get(i)).matches("# [A-Za-z].*\\.");
            }
        }
    }

    @Test
    void defaults_uncommented_changeNothing() throws IOException {
        Path file = folder.resolve("all.conf");
        Files.write(
                file,
                Files.readAllLines(DEFAULTS).stream()
                        .filter(line -> SETTING.matcher(line).matches())
                        .map(line -> line.substring(2))
                        .toList());

        Outcome with = Outcome.of("inspect", "missing.tfrecord", "--config", "" + file);

        assertThat(with).isEqualTo(Outcome.of("inspect", "missing.tfrecord"));
        assertThat(with.exitCode()).isEqualTo(3);
    }

    @Test
    void clusterExample_isUnderstoodByEveryCommand() {
        for (String command : commands.getSubcommands().keySet()) {
            Outcome outcome = Outcome.of(command, "--help", "--config", "" + CLUSTER);

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        }
        assertThat(ConfigFile.named("--config", "" + CLUSTER).sparkSettings())
                .containsKeys("spark.executor.memory", "spark.task.maxFailures", "spark.speculation")
                // Known too late here: Spark has been submitted when the file is read.
                .doesNotContainKeys("spark.master", "spark.submit.deployMode", "spark.driver.memory");
    }

    private String defaultOf(String key) {
        int dot = key.indexOf('.');
        OptionSpec option = commands.getSubcommands()
                .get(key.substring(0, dot))
                .getCommandSpec()
                .findOption("--" + key.substring(dot + 1));
        if (option.defaultValue() != null) {
            return option.defaultValue();
        }
        return option.arity().max() == 0 ? "false" : "";
    }
}
