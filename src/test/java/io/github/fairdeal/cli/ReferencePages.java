package io.github.fairdeal.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What is generated from the commands: {@code docs/reference/}, a page each, and the completion for bash. */
final class ReferencePages {

    private static final Path FOLDER = Path.of("docs/reference");
    private static final Path COMPLETION = Path.of("jobs/fairdeal-completion.bash");

    private static final Pattern CONSTANTS = Pattern.compile("(?<=_option_args=\\()[^)]+");

    private final SortedMap<Path, String> files = new TreeMap<>();

    private ReferencePages() {}

    /** Text by file, relative to the checkout. */
    static SortedMap<Path, String> files() {
        ReferencePages pages = new ReferencePages();
        CommandLine commands = new Main().commandLine();
        pages.files.put(FOLDER.resolve("README.md"), index(commands));
        commands.getSubcommands().values().forEach(pages::add);
        pages.files.put(COMPLETION, completion());
        return pages.files;
    }

    /** Picocli proposes the names of constants; what is typed are their words. */
    private static String completion() {
        return CONSTANTS
                .matcher(AutoComplete.bash("fairdeal", new Main().commandLine()))
                .replaceAll(
                        constants -> constants.group().toLowerCase(Locale.ROOT).replace("_", "-"));
    }

    private void add(CommandLine command) {
        files.put(FOLDER.resolve(fileName(command)), page(command));
        command.getSubcommands().values().forEach(this::add);
    }

    private static String index(CommandLine commands) {
        StringBuilder text =
                new StringBuilder("# Reference\n\nGenerated from the commands; CONTRIBUTING.md says how.\n\n");
        text.append("| command | |\n|---|---|\n");
        commands.getSubcommands().values().forEach(command -> addToIndex(text, command));
        text.append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        ExitCode.help().forEach((code, meaning) -> text.append(row(code, meaning)));
        text.append(
                "\n## Environment\n\n`jobs/fairdeal` has its variables at its top: `JAVA_HOME`, `SPARK_HOME`, `FAIRDEAL_HEAP` and others.\n");
        text.append("\n## Completion\n\n    source jobs/fairdeal-completion.bash    # commands and options, in bash\n");
        return text.toString();
    }

    private static void addToIndex(StringBuilder text, CommandLine command) {
        String link = "[%s](%s)".formatted(name(command), fileName(command));
        text.append(row(link, command.getCommandSpec().usageMessage().description()[0]));
        command.getSubcommands().values().forEach(each -> addToIndex(text, each));
    }

    private static String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        Help help = command.getHelp();
        StringBuilder text = new StringBuilder("# " + name(command) + "\n\n");
        text.append(help.synopsis(0).lines().map(line -> "    " + line + "\n").collect(Collectors.joining()));
        text.append("\n").append(paragraphs(spec.usageMessage().description()));
        if (!spec.positionalParameters().isEmpty()) {
            text.append("\n| argument | meaning |\n|---|---|\n");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                text.append(row("`" + parameter.paramLabel() + "`", String.join(" ", parameter.description())));
            }
        }
        if (!command.getSubcommands().isEmpty()) {
            text.append("\n| command | |\n|---|---|\n");
            command.getSubcommands().values().forEach(each -> addToIndex(text, each));
        }
        text.append("\n| option | meaning |\n|---|---|\n");
        spec.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> text.append(row(names(option), String.join(" ", option.description()))));
        text.append(examples(spec.usageMessage().footer()));
        return text.append("\nExit codes: [reference](README.md#exit-codes).\n").toString();
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() == 0 || option.fallbackValue().equals("true")
                ? ""
                : option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
        return Stream.of(option.names())
                .map(name -> "`" + name + (name.startsWith("--") ? value : "") + "`")
                .collect(Collectors.joining(", "));
    }

    /** Lines of their own stay so. */
    private static String paragraphs(String... lines) {
        return String.join("\n", lines)
                        .strip()
                        .replace("\n\n", "\0")
                        .replace("\n", "  \n")
                        .replace("\0", "\n\n") + "\n";
    }

    private static String examples(String... footer) {
        List<String> lines = Arrays.stream(footer)
                .flatMap(String::lines)
                .filter(line -> line.startsWith("  "))
                .map(line -> "    " + line.strip() + "\n")
                .toList();
        return lines.isEmpty() ? "" : "\n## Example\n\n" + String.join("", lines);
    }

    private static String row(String left, String right) {
        return "| %s | %s |\n".formatted(cell(left), cell(right));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("%n", " ");
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String fileName(CommandLine command) {
        return name(command).replaceFirst("^fairdeal ", "").replace(' ', '-') + ".md";
    }
}
