package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Where {@code prepare} has images from. */
enum ImageSource {
    MNIST,
    DIGITS,
    FOLDER,
    MANIFEST,
    TFRECORD;

    /** Options that some sources have a use for, and the others none. */
    private static final List<Use> USES = List.of(
            new Use(EnumSet.of(MNIST), List.of("--mnist-dir", "--download", "--mirror")),
            new Use(EnumSet.of(DIGITS), List.of("--count")),
            new Use(
                    EnumSet.of(FOLDER, MANIFEST, TFRECORD),
                    List.of("--input", "--order", "--payload", "--shape", "--check", "--max-rejected", "--duplicates")),
            new Use(EnumSet.of(MANIFEST, TFRECORD), List.of("--path-column", "--label-column", "--keep-columns")),
            new Use(EnumSet.of(MANIFEST), List.of("--input-format")),
            new Use(EnumSet.of(TFRECORD), List.of("--image-column")));

    private record Use(Set<ImageSource> sources, List<String> options) {

        String words() {
            return String.join(", ", sources.stream().map(ImageSource::word).toList());
        }
    }

    /** As people write it on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for images that exist already, and are listed. */
    boolean isListed() {
        return this != MNIST && this != DIGITS;
    }

    /**
     * Checks that only options were typed that this source has a use for. What a configuration file says may be meant for
     * another source.
     *
     * @throws UsageException if not
     */
    void requireOwn(Predicate<String> isTyped) {
        for (Use use : USES) {
            for (String option : use.options()) {
                if (!use.sources().contains(this) && isTyped.test(option)) {
                    throw new UsageException("%s: --source %s has no use for it, only %s; leave it out"
                            .formatted(option, word(), use.words()));
                }
            }
        }
    }
}
