package io.github.fairdeal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** A page of docs/, whose code tests run. */
record MarkdownPage(List<Block> blocks) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    /** A block of code. */
    record Block(String language, String text) {}

    /** @param name such as {@code tutorial.md} */
    static MarkdownPage of(String name) throws IOException {
        return new MarkdownPage(
                BLOCK.matcher(Files.readString(Launcher.HOME.resolve("docs").resolve(name)))
                        .results()
                        .map(block -> new Block(block.group(1), block.group(2)))
                        .toList());
    }

    /** The only block with this in it. */
    String blockWith(String text) {
        List<Block> found =
                blocks.stream().filter(block -> block.text().contains(text)).toList();
        if (found.size() != 1) {
            throw new AssertionError("%d blocks have \"%s\"".formatted(found.size(), text));
        }
        return found.get(0).text();
    }
}
