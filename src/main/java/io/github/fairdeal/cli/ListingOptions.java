package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.ImagePayload;
import io.github.fairdeal.job.PrepareListing;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.DuplicatePaths;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ImageListing;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.ManifestFormat;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.listing.RecordListing;
import io.github.fairdeal.source.RejectionLimit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options of {@code prepare} for images that exist already. */
final class ListingOptions {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d)");

    @Option(
            names = "--input",
            paramLabel = "PATH",
            description = "What folder, manifest and tfrecord read: a folder or file, here or on HDFS, S3, …")
    private String input;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "What indexes follow. label: label, then path. given: as it stands in the manifest or the records. "
                            + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "label")
    private ListingOrder order;

    @Option(
            names = "--payload",
            paramLabel = "PAYLOAD",
            description = "What image records of files hold. raw: pixels of one shape. encoded: the files as they are. "
                    + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "raw")
    private ImagePayload payload;

    @Option(
            names = "--shape",
            paramLabel = "HxWxC",
            description = "Shape that readers give images. Default: that of the first one.")
    private String shape;

    @Option(
            names = "--check",
            paramLabel = "MODE",
            description =
                    "Look into every file. header: that it begins as an image. decode: all of it. Damaged files are "
                            + "left out and listed in OUTPUT/rejected.jsonl. Default: ${DEFAULT-VALUE}.",
            defaultValue = "none")
    private CheckMode check;

    @Option(
            names = "--max-rejected",
            paramLabel = "N|P%",
            description = "Damaged files that are too many: a number, or a share of all. Default: ${DEFAULT-VALUE}.",
            defaultValue = RejectionLimit.DEFAULT)
    private String maxRejected;

    @Option(
            names = "--duplicates",
            paramLabel = "RULE",
            description =
                    "A path named twice. report: each time is a record, and they are counted. refuse: is an error. "
                            + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "report")
    private DuplicatePaths duplicates;

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            description = "Of a manifest: csv, json (an object a line) or parquet. Default: by its name.")
    private ManifestFormat format;

    @Option(
            names = "--path-column",
            paramLabel = "NAME",
            description = "Column or feature of paths. Default: path in manifests, path_string in records.")
    private String pathColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "Column or feature of labels, numbers or names of classes. Default: ${DEFAULT-VALUE}.",
            defaultValue = "label")
    private String labelColumn;

    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description = "Feature of images in records. Default: image_string or image_encoded.")
    private String imageColumn;

    @Option(
            names = "--keep-columns",
            paramLabel = "NAME",
            split = ",",
            description = "Columns of a manifest, or features, to carry into the records.")
    private List<String> kept;

    /** The source of this kind. */
    ImageListing listing(ImageSource source) {
        if (input == null) {
            throw new UsageException("--source %s needs --input".formatted(source.word()));
        }
        List<String> columns = kept == null ? List.of() : kept;
        return switch (source) {
            case MANIFEST ->
                new ManifestListing(input, format, pathColumn == null ? "path" : pathColumn, labelColumn, columns);
            case TFRECORD ->
                new RecordListing(
                        input, pathColumn == null ? "path_string" : pathColumn, imageColumn, labelColumn, columns);
            default -> new FolderListing(input);
        };
    }

    /** False if no file is looked into, and so none rejected. */
    boolean isChecking() {
        return check != CheckMode.NONE;
    }

    /** Hands the options over. */
    void applyTo(PrepareListing prepare) {
        prepare.order(order)
                .payload(payload)
                .shape(shape == null ? null : shape(shape))
                .check(check)
                .maxRejected(new RejectionLimit(maxRejected))
                .duplicates(duplicates);
    }

    private static ImageShape shape(String typed) {
        Matcher parts = SHAPE.matcher(typed);
        if (!parts.matches()) {
            throw new UsageException("--shape: expected HxWxC, such as 224x224x3, found '" + typed + "'");
        }
        try {
            return new ImageShape(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--shape: " + e.getMessage(), e);
        }
    }
}
