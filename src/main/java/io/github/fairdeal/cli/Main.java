package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.DriverExit;
import io.github.fairdeal.job.Gathering;
import io.github.fairdeal.job.ImagePayload;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.DuplicatePaths;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.ManifestFormat;
import io.github.fairdeal.read.ResizeMethod;
import io.github.fairdeal.source.ImageFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code fairdeal}: one sub-command a verb; ends with an {@link ExitCode}. */
@Command(
        name = "fairdeal",
        description = "Evenly shuffled image shards for TensorFlow, on Apache Spark, with the proof beside the data.",
        subcommands = {
            PrepareCommand.class,
            ShuffleCommand.class,
            VerifyCommand.class,
            RegenerateCommand.class,
            CatalogCommand.class,
            FeedCommand.class,
            AuditCommand.class,
            CompareCommand.class,
            InspectCommand.class,
            BenchCommand.class,
            DemoCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands, in the order of the flow:%n",
        footer = {
            "",
            "Begin with `fairdeal demo`; `fairdeal COMMAND --help` shows a command's options and an example.",
            "Arguments behind -- go to spark-submit: `fairdeal verify --dataset DATASET -- --master URL`.",
            "`jobs/fairdeal class-path` prints the class path for programs of your own."
        })
public final class Main implements Runnable {

    private ConfigFile config = ConfigFile.named();

    /** Version for {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Software.nameAndVersion()};
        }
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String... arguments) throws Exception {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        DriverExit.with(run(out, err, arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Main main = new Main();
        CommandLine commands = main.commandLine();
        commands.setOut(out).setErr(err);
        try {
            main.config = ConfigFile.named(arguments);
            main.config.requireKnownKeys(commands);
        } catch (UsageException e) {
            err.println("fairdeal: " + e.getMessage());
            return ExitCode.USAGE.code();
        }
        commands.setDefaultValueProvider(main.config);
        return commands.execute(arguments);
    }

    /** The parser, with fairdeal's manners. */
    CommandLine commandLine() {
        CommandLine commands = new CommandLine(this);
        commands.registerConverter(RecordKind.class, word(RecordKind.values(), RecordKind::word));
        commands.registerConverter(Gathering.class, word(Gathering.values(), Gathering::word));
        commands.registerConverter(PathStyle.class, word(PathStyle.values(), PathStyle::word));
        commands.registerConverter(ImageSource.class, word(ImageSource.values(), ImageSource::word));
        commands.registerConverter(ListingOrder.class, word(ListingOrder.values(), ListingOrder::word));
        commands.registerConverter(CheckMode.class, word(CheckMode.values(), CheckMode::word));
        commands.registerConverter(DuplicatePaths.class, word(DuplicatePaths.values(), DuplicatePaths::word));
        commands.registerConverter(ManifestFormat.class, word(ManifestFormat.values(), ManifestFormat::word));
        commands.registerConverter(ImagePayload.class, word(ImagePayload.values(), ImagePayload::word));
        commands.registerConverter(KindOptions.Kind.class, word(KindOptions.Kind.values(), KindOptions.Kind::word));
        commands.registerConverter(ResizeMethod.class, word(ResizeMethod.values(), method -> method.name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-')));
        commands.registerConverter(Duration.class, new TimeSpan());
        commands.registerConverter(EpochChoice.class, EpochChoice::of);
        commands.registerConverter(ImageFormat.class, word(ImageFormat.values(), ImageFormat::word));
        commands.setUsageHelpWidth(100);
        commands.setParameterExceptionHandler(Main::reportUsage);
        commands.setExecutionExceptionHandler(Main::reportFailure);
        commands.getSubcommands().values().forEach(Main::showExitCodes);
        return commands;
    }

    private static void showExitCodes(CommandLine command) {
        command.setUsageHelpWidth(100);
        command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.help());
        command.getSubcommands().values().forEach(Main::showExitCodes);
    }

    /** What the configuration file says. */
    ConfigFile config() {
        return config;
    }

    /** Without a command: help. */
    @Override
    public void run() {
        throw new UsageException("no command given; see `fairdeal --help`");
    }

    private static <T> CommandLine.ITypeConverter<T> word(T[] values, Function<T, String> word) {
        return typed -> {
            List<String> words = Arrays.stream(values).map(word).toList();
            int place = words.indexOf(typed.toLowerCase(Locale.ROOT));
            if (place < 0) {
                throw new TypeConversionException("expected " + String.join(" or ", words) + ", found '" + typed + "'"
                        + Suggestion.of(typed, words));
            }
            return values[place];
        };
    }

    private static int reportUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String problem = unknown(e, arguments)
                .map(word ->
                        "%s: '%s'%s".formatted(whatIs(word, command), word, Suggestion.of(word, knownWords(command))))
                .orElseGet(() -> e.getMessage().lines().findFirst().orElse("wrong usage"));
        command.getErr()
                .println("fairdeal: %s; see `%s --help`"
                        .formatted(problem, command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE.code();
    }

    /** The word that the parser does not know, if that is the problem; of a misspelt required option it says only that one is missing. */
    private static Optional<String> unknown(ParameterException problem, String... arguments) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched().stream().findFirst();
        }
        if (problem instanceof MissingParameterException) {
            Set<String> known =
                    problem.getCommandLine().getCommandSpec().optionsMap().keySet();
            return Stream.of(arguments)
                    .filter(argument -> argument.startsWith("--"))
                    .map(argument -> argument.replaceFirst("=.*", ""))
                    .filter(option -> !known.contains(option))
                    .findFirst();
        }
        return Optional.empty();
    }

    private static String whatIs(String word, CommandLine command) {
        if (word.startsWith("-")) {
            return "Unknown option";
        }
        return command.getSubcommands().isEmpty() ? "Unexpected argument" : "Unknown command";
    }

    private static List<String> knownWords(CommandLine command) {
        List<String> words =
                new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
        words.addAll(command.getSubcommands().keySet());
        return words;
    }

    private static int reportFailure(Exception e, CommandLine command, ParseResult parsed) {
        ExitCode code = ExitCode.of(e);
        PrintWriter err = command.getErr();
        boolean wantsStackTrace = command.getCommand() instanceof Verb verb && verb.wantsStackTrace();
        if (code == ExitCode.INTERNAL_ERROR) {
            Throwable telling = telling(e);
            String what = telling instanceof IOException ? "input or output failed" : "internal error";
            err.println(
                    "fairdeal: %s: %s%s".formatted(what, telling, wantsStackTrace ? "" : "; --stacktrace shows where"));
        } else {
            err.println("fairdeal: " + e.getMessage());
        }
        if (wantsStackTrace) {
            e.printStackTrace(err);
        }
        err.flush();
        return code.code();
    }

    /** What went wrong: the first failure of input or output, which knows what it was about, else the root of it all. */
    private static Throwable telling(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return cause;
            }
            last = cause;
        }
        return last;
    }
}
