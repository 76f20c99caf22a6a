package io.github.fairdeal.dataset;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an epoch's {@code manifest.json} says. An epoch without it does not exist for any reader.
 *
 * @param formatVersion {@link DatasetManifest#FORMAT_VERSION} of the software that wrote it
 * @param software name and version that wrote it
 * @param id seed and epoch number
 * @param algorithm tag of the permutation, so that a later one cannot be mistaken for it
 * @param records N
 * @param shape of every image
 * @param labelCounts records of each label
 * @param shards of the epoch, in order
 * @param createdAt when it was published, ISO-8601 in UTC
 * @param configuration the effective options of the run
 */
public record EpochManifest(
        int formatVersion,
        String software,
        EpochId id,
        String algorithm,
        long records,
        ImageShape shape,
        SortedMap<Long, Long> labelCounts,
        ShardSet shards,
        String createdAt,
        SortedMap<String, String> configuration)
        implements Serializable {

    /** Name of the manifest's file inside the epoch's folder. */
    public static final String FILE_NAME = "manifest.json";

    public EpochManifest {
        if (formatVersion != DatasetManifest.FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format version " + formatVersion + ", this software reads " + DatasetManifest.FORMAT_VERSION);
        }
        Present.require("software", software);
        Present.require("id", id);
        Present.require("algorithm", algorithm);
        Present.require("shape", shape);
        Present.require("labelCounts", labelCounts);
        Present.require("shards", shards);
        Present.require("createdAt", createdAt);
        Present.require("configuration", configuration);
        if (shards.records() != records) {
            throw new IllegalArgumentException("shards hold " + shards.records() + " records, expected " + records);
        }
        labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
        LabelTotals.requireSum("epoch", labelCounts, records);
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }

    /** What the records carry. */
    public RecordKind kind() {
        return shards.kind();
    }
}
