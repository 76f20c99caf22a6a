package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.job.PrepareListing;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of {@code prepare} for what is written. */
final class KindOptions {

    /** What {@code --kinds} names. */
    enum Kind {
        /** Image records. */
        IMAGE,
        /** Path records, and image files. */
        PATH,
        /** Path records, and image files in packs. */
        PACK;

        /** As people write it on the command line. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "Records to write: image, path, or pack (path records of images in a few large files instead "
                    + "of a file each). Default: image and path of mnist and digits, path of what is listed.")
    private List<Kind> kinds;

    @Option(
            names = "--pack-bytes",
            paramLabel = "BYTES",
            description = "What a pack has, about. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + Prepare.DEFAULT_PACK_BYTES)
    private long packBytes;

    /** Checks that the kinds go together. */
    void check() {
        if (kinds != null && kinds.containsAll(List.of(Kind.PATH, Kind.PACK))) {
            throw new UsageException(
                    "--kinds path,pack: path records name image files or places in packs, not both; leave one out");
        }
    }

    /** Hands the options over. */
    void applyTo(Prepare prepare) {
        if (kinds != null) {
            prepare.kinds(records());
        }
        if (isPacked()) {
            prepare.packing(packBytes);
        }
    }

    /** Hands the options over. */
    void applyTo(PrepareListing prepare) {
        if (kinds != null) {
            prepare.kinds(records());
        }
        if (isPacked()) {
            prepare.packing(packBytes);
        }
    }

    private boolean isPacked() {
        return kinds != null && kinds.contains(Kind.PACK);
    }

    private Set<RecordKind> records() {
        Set<RecordKind> records = EnumSet.noneOf(RecordKind.class);
        kinds.forEach(kind -> records.add(kind == Kind.IMAGE ? RecordKind.IMAGE : RecordKind.PATH));
        return records;
    }
}
