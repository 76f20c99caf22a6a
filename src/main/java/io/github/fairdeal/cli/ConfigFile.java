package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a file of Java properties: {@code shuffle.shards = 64} is the default of {@code fairdeal shuffle
 * --shards}, and {@code spark.*} goes to Spark. An option on the command line goes before the file, the file before the
 * built-in default. A key without a value is as if it were not there.
 */
final class ConfigFile implements IDefaultValueProvider {

    private static final String OPTION = "--config";
    private static final String SPARK_PREFIX = "spark.";

    private final Map<String, String> values;

    private ConfigFile(Map<String, String> values) {
        this.values = values;
    }

    /** The file that the arguments name, or an empty one. */
    static ConfigFile named(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(OPTION + "=")) {
                return read(arguments[i].substring(OPTION.length() + 1));
            } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                return read(arguments[i + 1]);
            }
        }
        return new ConfigFile(Map.of());
    }

    private static ConfigFile read(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new UsageException("--config " + file + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("--config " + file + ": cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return new ConfigFile(values);
    }

    /**
     * Checks every key against the commands' options.
     *
     * @throws UsageException for the first that is unknown
     */
    void requireKnownKeys(CommandLine commands) {
        Set<String> known = keys(commands);
        for (String key : values.keySet()) {
            if (!key.startsWith(SPARK_PREFIX) && !known.contains(key)) {
                throw new UsageException("Unknown configuration key '%s'%s".formatted(key, Suggestion.of(key, known)));
            }
        }
    }

    /** Every key that can be set: {@code command.option}. */
    static Set<String> keys(CommandLine commands) {
        Set<String> keys = new TreeSet<>();
        for (CommandLine command : commands.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (isConfigurable(option)) {
                    keys.add(key(option));
                }
            }
        }
        return keys;
    }

    /** What is meant for Spark. */
    Map<String, String> sparkSettings() {
        Map<String, String> settings = new TreeMap<>(values);
        settings.keySet().removeIf(key -> !key.startsWith(SPARK_PREFIX));
        return settings;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && isConfigurable(option)) {
            String value = values.getOrDefault(key(option), "");
            return value.isEmpty() ? null : value;
        }
        return null;
    }

    /** Options of commands, but not of what is below one: nobody measures on a schedule. */
    private static boolean isConfigurable(OptionSpec option) {
        return option.command().parent() == option.command().root()
                && !option.longestName().equals(OPTION)
                && !option.usageHelp()
                && !option.versionHelp();
    }

    private static String key(OptionSpec option) {
        return option.command().name() + "." + option.longestName().substring(2);
    }
}
