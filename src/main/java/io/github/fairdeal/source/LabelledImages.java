package io.github.fairdeal.source;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.SourceFile;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;

/**
 * N labelled images in sorted order: labels ascend with the index, indexes are dense {@code 0..N-1}, all shapes are equal.
 *
 * <p>A source is immutable and safe for any number of threads. It is serialised once, to be broadcast to executors, which
 * then take images by index.
 */
public interface LabelledImages extends Serializable {

    /** The word by which a dataset names its source: {@code mnist}, {@code digits}. */
    String name();

    /** N, at least 1. */
    long size();

    /** Height, width and channels of every image. */
    ImageShape shape();

    /** Images of each label that occurs; the counts add up to {@link #size()}. */
    SortedMap<Long, Long> labelCounts();

    /**
     * How many of the last images of each label are for testing and not for training; a seventh of each label by default.
     */
    default SortedMap<Long, Long> testCounts() {
        return DatasetManifest.lastSeventh(labelCounts());
    }

    /**
     * The image at {@code index}, with pixels of its own.
     *
     * @throws IndexOutOfBoundsException if {@code index} is outside {@code [0, size())}
     */
    LabelledImage image(long index);

    /** What was read, as it is on disk; empty where nothing was. */
    List<SourceFile> sourceFiles();
}
