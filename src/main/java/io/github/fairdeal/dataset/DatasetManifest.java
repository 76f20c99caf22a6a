package io.github.fairdeal.dataset;

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
 * @param source where the images came from, {@code mnist} or {@code digits}
 * @param records N
 * @param labelCounts records of each label
 * @param shape of every image
 * @param paths how path records name image files
 * @param sorted the sorted shards of each kind that was written
 * @param sourceFiles what was read, with checksums; empty for drawn images
 * @param configuration the effective options of the run
 */
public record DatasetManifest(
        int formatVersion,
        String software,
        String source,
        long records,
        SortedMap<Long, Long> labelCounts,
        ImageShape shape,
        PathStyle paths,
        List<ShardSet> sorted,
        List<SourceFile> sourceFiles,
        SortedMap<String, String> configuration)
        implements Serializable {

    /** Version of the layout in docs/format.md. */
    public static final int FORMAT_VERSION = 1;

    /** Name of the manifest's file inside the dataset's folder. */
    public static final String FILE_NAME = "dataset.json";

    /** Folder of the sorted shards inside the dataset's folder. */
    public static final String SORTED_FOLDER = "sorted";

    /** Folder of the published epochs inside the dataset's folder. */
    public static final String EPOCHS_FOLDER = "epochs";

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
        sorted = List.copyOf(sorted);
        sourceFiles = List.copyOf(sourceFiles);
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        LabelTotals.requireSum("dataset", labelCounts, records);
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
