package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.job.PreparePlan;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.source.LeftOut;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@code prepare} says of a source. */
final class ListingText {

    private static final int CLASSES_SHOWN = 10;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.0+)?");

    private ListingText() {}

    /** What a dry run found out. */
    static String of(PreparePlan plan) {
        ListingContents contents = plan.contents();
        StringBuilder text = new StringBuilder("would prepare %s images with %d labels%s\n"
                .formatted(
                        Verb.count(contents.records()),
                        contents.labelCounts().size(),
                        contents.bytes() == 0 ? "" : ", " + Verb.bytes(contents.bytes()) + " of files"));
        contents.labelCounts().entrySet().stream()
                .limit(CLASSES_SHOWN)
                .forEach(entry -> text.append(
                        "  %10s  %s\n".formatted(Verb.count(entry.getValue()), Verb.printable(entry.getKey()))));
        if (contents.labelCounts().size() > CLASSES_SHOWN) {
            text.append("  …\n");
        }
        text.append(remarks(contents, false));
        text.append("  shape %s; about %s on disk and %s; nothing was written"
                .formatted(contents.shape(), Verb.bytes(contents.outputBytes()), Verb.seconds(plan.expected())));
        return text.toString();
    }

    /** Labels that look like numbers among those that do not, which makes names of all. */
    private static String mixedLabels(Set<String> labels) {
        long numbers = labels.stream().filter(NUMBER.asMatchPredicate()).count();
        return numbers == 0 || numbers == labels.size()
                ? ""
                : "  labels: %s of %s are numbers, '%s' is not: all are taken as names, and numbered in the order of their letters\n"
                        .formatted(
                                Verb.count(numbers),
                                Verb.count(labels.size()),
                                labels.stream()
                                        .filter(NUMBER.asMatchPredicate().negate())
                                        .findFirst()
                                        .map(Verb::printable)
                                        .orElseThrow());
    }

    /** What is worth a look: a line each. */
    static String remarks(ListingContents contents) {
        return remarks(contents, true);
    }

    private static String remarks(ListingContents contents, boolean isWritten) {
        StringBuilder text =
                new StringBuilder(mixedLabels(contents.labelCounts().keySet()));
        new TreeMap<>(contents.leftOut())
                .forEach((reason, count) -> text.append("  left out: %s %s%s\n"
                        .formatted(
                                Verb.count(count),
                                reason.words(),
                                reason == LeftOut.REJECTED && isWritten
                                        ? ", see " + DatasetManifest.REJECTED_FILE
                                        : "")));
        if (contents.duplicates() > 0) {
            text.append("  %s records name a path that another one names too\n"
                    .formatted(Verb.count(contents.duplicates())));
        }
        if (contents.otherSizes() > 0) {
            text.append("  sizes differ: %s images are not %dx%d; readers need to resize (feed --resize area)\n"
                    .formatted(
                            Verb.count(contents.otherSizes()),
                            contents.shape().height(),
                            contents.shape().width()));
        }
        return text.toString();
    }
}
