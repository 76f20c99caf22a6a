package io.github.fairdeal.dataset;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code dataset.json} says of a prepared dataset. A folder without it is not a dataset.
 *
 * @param formatVersion {@link #FORMAT_VERSION} of the software that wrote it
 * @param software name and version that wrote it
 * @param source where the images came from, {@code mnist}, {@code digits}, {@code folder}, {@code manifest} or
 *     {@code tfrecord}
 * @param records N
 * @param labelCounts records of each label
 * @param testCounts how many of the last records of each label the source means for testing, not for training; null,
 *     as in manifests that do not say, becomes {@link #lastSeventh}
 * @param labels name of each label, from label 0; empty, and not written, where the source has only numbers
 * @param leftOut what the source had that became no record, by reason; empty, and not written, where there is nothing
 * @param shape of every image; where sizes differ, that of the first one, which readers resize to
 * @param paths how path records name image files
 * @param sorted the sorted shards of each kind that was written
 * @param packs files that hold the image files of all records, by index; empty, or missing, where each is a file of its
 *     own
 * @param sourceFiles what was read, with checksums; empty for drawn images
 * @param configuration the effective options of the run
 */
public record DatasetManifest(
        int formatVersion,
        String software,
        String source,
        long records,
        SortedMap<Long, Long> labelCounts,
        @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) SortedMap<Long, Long> testCounts,
        @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) @JsonInclude(JsonInclude.Include.NON_EMPTY)
                List<String> labels,
        @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) @JsonInclude(JsonInclude.Include.NON_EMPTY)
                SortedMap<String, Long> leftOut,
        ImageShape shape,
        PathStyle paths,
        List<ShardSet> sorted,
        @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) @JsonInclude(JsonInclude.Include.NON_EMPTY)
                List<Shard> packs,
        List<SourceFile> sourceFiles,
        SortedMap<String, String> configuration)
        implements Serializable {

    /** Version of the layout in docs/format.md. */
    public static final int FORMAT_VERSION = 1;

    /** Name of the manifest's file inside the dataset's folder. */
    public static final String FILE_NAME = "dataset.json";

    /** Folder of the sorted shards inside the dataset's folder. */
    public static final String SORTED_FOLDER = "sorted";

    /** Folder of the packs inside the dataset's folder. */
    public static final String PACKS_FOLDER = "packs";

    /** Folder of the published epochs inside the dataset's folder. */
    public static final String EPOCHS_FOLDER = "epochs";

    /** Name of the file of label names inside the dataset's folder. */
    public static final String LABELS_FILE = "labels.txt";

    /** Name of the list of image files that were damaged, inside the dataset's folder. */
    public static final String REJECTED_FILE = "rejected.jsonl";

    /** Folder of the image files inside the dataset's folder. */
    public static final String IMAGES_FOLDER = "images";

    public DatasetManifest {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format version " + formatVersion + ", this software reads " + FORMAT_VERSION);
        }
        Present.require("software", software);
        Present.require("source", source);
        Present.require("labelCounts", labelCounts);
        Present.require("shape", shape);
        Present.require("paths", paths);
        Present.require("sorted", sorted);
        Present.require("sourceFiles", sourceFiles);
        Present.require("configuration", configuration);
        if (records < 1) {
            throw new IllegalArgumentException("records " + records + ", expected at least 1");
        }
        labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
        testCounts = testCounts == null
                ? lastSeventh(labelCounts)
                : Collections.unmodifiableSortedMap(new TreeMap<>(testCounts));
        labels = labels == null ? List.of() : List.copyOf(labels);
        leftOut = leftOut == null ? new TreeMap<>() : new TreeMap<>(leftOut);
        leftOut = Collections.unmodifiableSortedMap(leftOut);
        if (!labels.isEmpty() && (labelCounts.firstKey() < 0 || labelCounts.lastKey() >= labels.size())) {
            throw new IllegalArgumentException("labels from %d to %d, but %d names of labels"
                    .formatted(labelCounts.firstKey(), labelCounts.lastKey(), labels.size()));
        }
        sorted = List.copyOf(sorted);
        packs = packs == null ? List.of() : List.copyOf(packs);
        sourceFiles = List.copyOf(sourceFiles);
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        LabelTotals.requireSum("dataset", labelCounts, records);
        LabelTotals.requirePart("dataset's test images", testCounts, labelCounts);
        if (!packs.isEmpty() && Shard.requireContiguous(packs) != records) {
            throw new IllegalArgumentException(
                    "packs hold " + Shard.requireContiguous(packs) + " records, expected " + records);
        }
        Set<RecordKind> kinds = EnumSet.noneOf(RecordKind.class);
        for (ShardSet set : sorted) {
            if (!kinds.add(set.kind())) {
                throw new IllegalArgumentException("sorted " + set.kind().word() + " shards are listed twice");
            }
            if (set.records() != records) {
                throw new IllegalArgumentException("sorted " + set.kind().word() + " shards hold " + set.records()
                        + " records, expected " + records);
            }
        }
    }

    /** Without packs, of a source that does not say which records are for testing. */
    public DatasetManifest(
            int formatVersion,
            String software,
            String source,
            long records,
            SortedMap<Long, Long> labelCounts,
            ImageShape shape,
            PathStyle paths,
            List<ShardSet> sorted,
            List<SourceFile> sourceFiles,
            SortedMap<String, String> configuration) {
        this(
                formatVersion,
                software,
                source,
                records,
                labelCounts,
                null,
                List.of(),
                new TreeMap<>(),
                shape,
                paths,
                sorted,
                List.of(),
                sourceFiles,
                configuration);
    }

    /** The share of each label that is for testing where a source does not say: a seventh, rounded down, as in MNIST. */
    public static SortedMap<Long, Long> lastSeventh(SortedMap<Long, Long> labelCounts) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        labelCounts.forEach((label, count) -> counts.put(label, count / 7));
        return Collections.unmodifiableSortedMap(counts);
    }

    /** The kind of records to take where nobody says: path, or the only one there is. */
    public RecordKind usualKind() {
        return sorted.size() == 1 ? sorted.get(0).kind() : RecordKind.PATH;
    }

    /**
     * The sorted shards of {@code kind}.
     *
     * @throws UsageException if the dataset was prepared without this kind
     */
    public ShardSet sorted(RecordKind kind) {
        return sorted.stream()
                .filter(set -> set.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new UsageException("the dataset has no " + kind.word()
                        + " records, only "
                        + String.join(
                                ", ",
                                sorted.stream().map(set -> set.kind().word()).toList())
                        + "; prepare it with --kinds " + kind.word()));
    }
}
