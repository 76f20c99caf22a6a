package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

    @TempDir
    Path folder;

    @Test
    void help_ofFairdeal_listsCommandsInOrderOfFlow() {
        Outcome help = Outcome.of("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        Matcher command = Pattern.compile("(?m)^  ([a-z]+)  +[A-Z]").matcher(help.out());
        assertThat(command.results().map(found -> found.group(1)))
                .containsExactly(
                        "prepare",
                        "shuffle",
                        "verify",
                        "regenerate",
                        "catalog",
                        "feed",
                        "audit",
                        "compare",
                        "inspect",
                        "bench",
                        "demo");
    }

    @Test
    void version_isThatOfTheBuild() {
        Outcome version = Outcome.of("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("fairdeal \\d+\\.\\d+\\.\\d+.*\\R");
    }

    static Stream<String> commands() {
        return new Main()
                .commandLine().getSubcommands().values().stream()
                        .flatMap(command ->
                                Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                        .map(command -> command.getCommandSpec().qualifiedName().replaceFirst("fairdeal ", ""));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEveryCommand_saysWhatIsReadAndWritten_showsExampleAndExitCodes(String command) {
        Outcome help = Outcome.of((command + " --help").split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: fairdeal " + command)
                .containsPattern("(?m)^Reads: ")
                .containsPattern("(?m)^Writes: ")
                .containsPattern("(?m)^Example:\\R  fairdeal " + command + " ")
                .contains("Exit codes:", "  0   done", "  6   biased");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| fairdeal: no command given; see `fairdeal --help`",
                "shufle | fairdeal: Unknown command: 'shufle'; did you mean shuffle?; see `fairdeal --help`",
                "inspect a.tfrecord b.tfrecord "
                        + "| fairdeal: Unexpected argument: 'b.tfrecord'; see `fairdeal inspect --help`",
                "bench redaer | fairdeal: Unknown command: 'redaer'; did you mean reader?; see `fairdeal bench --help`",
                "--hepl | fairdeal: Unknown option: '--hepl'; did you mean --help?; see `fairdeal --help`",
                "shuffle --dataset d --sed 1"
                        + "| fairdeal: Unknown option: '--sed'; did you mean --seed?; see `fairdeal shuffle --help`",
                "shuffle --dataset d --qqqqqqqqqq"
                        + "| fairdeal: Unknown option: '--qqqqqqqqqq'; see `fairdeal shuffle --help`",
                "prepare --source folder --input d --output o --max-rejected 5 "
                        + "| fairdeal: --max-rejected needs --check header or decode; nothing is rejected otherwise",
                "shuffle --datset d "
                        + "| fairdeal: Unknown option: '--datset'; did you mean --dataset?; see `fairdeal shuffle --help`",
                "shuffle | fairdeal: Missing required option: '--dataset=DATASET'; see `fairdeal shuffle --help`",
                "audit | fairdeal: Missing required parameter: 'PATH'; see `fairdeal audit --help`",
                "shuffle --dataset d --kind pth | fairdeal: Invalid value for option '--kind': "
                        + "expected path or image, found 'pth'; did you mean path?; see `fairdeal shuffle --help`",
                "shuffle --dataset d --shards many | fairdeal: Invalid value for option '--shards': "
                        + "'many' is not an int; see `fairdeal shuffle --help`",
                "audit d --interleave 4:x | fairdeal: Invalid value for option '--interleave': "
                        + "'4:x' is not W[:BLOCK], two whole numbers such as 16 or 16:4; see `fairdeal audit --help`",
                "regenerate --dataset d --every 20 | fairdeal: Invalid value for option '--every': expected a whole number "
                        + "and s, m, h or d, such as 20h, found '20'; see `fairdeal regenerate --help`",
                "verify --dataset d --epoch last | fairdeal: Invalid value for option '--epoch': "
                        + "expected a number or latest, found 'last'; see `fairdeal verify --help`",
                "regenerate --dataset d --keep 0 | fairdeal: --keep must be at least 1, found 0",
                "inspect d --limit 0 | fairdeal: --limit must be at least 1, found 0",
                "prepare --source digits --count 0 --output d | fairdeal: --count must be at least 1, found 0",
                "prepare --source digits --output d --kinds path,pack | fairdeal: --kinds path,pack: path records name "
                        + "image files or places in packs, not both; leave one out",
                "bench packs --datasets d --rounds 0 | fairdeal: --rounds and --images must be at least 1",
                "prepare --source digits --check decode --output d "
                        + "| fairdeal: --check: --source digits has no use for it, only folder, manifest, tfrecord; leave it out",
                "prepare --source mnist --mnist-dir m --input photos --output d "
                        + "| fairdeal: --input: --source mnist has no use for it, only folder, manifest, tfrecord; leave it out",
                "prepare --source folder --input f --count 7 --output d "
                        + "| fairdeal: --count: --source folder has no use for it, only digits; leave it out",
                "prepare --source folder --input f --keep-columns weight --output d "
                        + "| fairdeal: --keep-columns: --source folder has no use for it, only manifest, tfrecord; leave it out",
                "prepare --source tfrecord --input f --mnist-dir m --output d "
                        + "| fairdeal: --mnist-dir: --source tfrecord has no use for it, only mnist; leave it out",
                "prepare --source mnist --mnist-dir m --download --dry-run --output d "
                        + "| fairdeal: --dry-run writes nothing, and --download fetches files; leave one out",
                "prepare --source mnist --output d "
                        + "| fairdeal: --source mnist needs --mnist-dir, the folder of the four MNIST files",
            })
    void wrongUsage_endsWith2_andSaysInOneLineWhatToDo(String commandLine, String message) {
        Outcome outcome = Outcome.of(commandLine == null ? new String[0] : commandLine.split(" "));

        assertThat(outcome.errLines()).containsExactly(message);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void missingMnistFiles_endWith3_andAreNamed() {
        Outcome outcome = Outcome.of("prepare", "--source", "mnist", "--mnist-dir", "" + folder, "--output", "d");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("fairdeal: " + folder)
                .contains("train-images-idx3-ubyte", "--download");
    }

    @Test
    void failure_isOneLine_andWithStackTraceAllOfIt() {
        String missing = "" + folder.resolve("missing.tfrecord");

        Outcome brief = Outcome.of("inspect", missing);
        Outcome full = Outcome.of("inspect", missing, "--stacktrace");

        assertThat(brief.exitCode()).isEqualTo(3);
        assertThat(brief.errLines())
                .singleElement()
                .asString()
                .startsWith("fairdeal: ")
                .contains(missing);
        assertThat(full.exitCode()).isEqualTo(3);
        assertThat(full.errLines().get(0)).isEqualTo(brief.errLines().get(0));
        assertThat(full.err()).contains("BadInputException", "\tat io.github.fairdeal.cli.Main.run(");
    }

    @Test
    void configFile_thatIsMissing_endsWith2() {
        String missing = "" + folder.resolve("no.conf");

        assertThat(Outcome.of("inspect", "d", "--config", missing))
                .isEqualTo(new Outcome(2, "", "fairdeal: --config %s: no such file%n".formatted(missing)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shuffle.shard = 8 | fairdeal: Unknown configuration key 'shuffle.shard'; did you mean shuffle.shards?",
                "shards = 8 | fairdeal: Unknown configuration key 'shards'",
                "shuffle.config = f | fairdeal: Unknown configuration key 'shuffle.config'",
                "shuffle.help = true | fairdeal: Unknown configuration key 'shuffle.help'",
            })
    void configFile_withUnknownKey_endsWith2_andSuggestsOne(String line, String message) throws IOException {
        Outcome outcome = Outcome.of("inspect", "d", "--config=" + config(line));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errLines()).singleElement().asString().startsWith(message);
    }

    @Test
    void configFile_givesWayToOptions_andGoesBeforeDefaults() throws IOException {
        Path file = config("inspect.limit = -7", "verify.epoch = 3", "spark.executor.memory = 1g");

        assertThat(Outcome.of("inspect", "d", "--config", "" + file).err()).contains("found -7");
        assertThat(Outcome.of("inspect", "d", "--config", "" + file, "--limit", "-8")
                        .err())
                .contains("found -8");
        // Another command's keys leave the default, with which the missing file is found out.
        Path other = config("verify.epoch = 3");
        assertThat(Outcome.of("inspect", "" + folder.resolve("d"), "--config", "" + other)
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void configFile_canGiveARequiredOption() throws IOException {
        Path file = config("prepare.output = d", "prepare.source = digits", "prepare.count = 0");

        assertThat(Outcome.of("prepare", "--config", "" + file).err()).contains("--count must be at least 1");
    }

    @Test
    void configFile_withAnEmptyValue_isAsWithoutTheKey() throws IOException {
        Path file = config("prepare.output =", "prepare.source = digits");

        assertThat(Outcome.of("prepare", "--config", "" + file).err()).contains("Missing required option: '--output");
    }

    @Test
    void flag_onTheCommandLine_isOnWhateverTheFileSays() throws IOException {
        String missing = "" + folder.resolve("missing.tfrecord");
        for (String inFile : List.of("true", "false")) {
            Path file = config("inspect.stacktrace = " + inFile);

            assertThat(Outcome.of("inspect", missing, "--config", "" + file, "--stacktrace")
                            .err())
                    .contains("\tat ");
            assertThat(Outcome.of("inspect", missing, "--config", "" + file)
                            .err()
                            .contains("\tat "))
                    .isEqualTo(Boolean.parseBoolean(inFile));
        }
    }

    private Path config(String... lines) throws IOException {
        return Files.write(folder.resolve("my.conf"), List.of(lines));
    }
}
