package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.SourceFile;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Square RGB pictures with the statistics of photographs, to measure decoders with: the same bytes on every machine,
 * nothing to download.
 *
 * <p>Discs of power-law sizes cover each other (dead leaves: edges at all scales; Lee, Mumford and Huang, "Occlusion
 * models for natural images", IJCV 41, 2001), lit by a slow gradient, with texture whose amplitude halves from octave to
 * octave, and a little sensor noise. So files compress about as photographs do. Labels, ten of them, say nothing about
 * what is drawn.
 */
public final class DrawnScenes implements LabelledImages {

    private static final int LABELS = 10;
    private static final int MAX_SIDE = 4_096;

    private final long count;
    private final ImageShape shape;

    private DrawnScenes(long count, int side) {
        this.count = count;
        this.shape = new ImageShape(side, side, 3);
    }

    /**
     * A set of {@code count} pictures of {@code side × side} pixels.
     *
     * @throws IllegalArgumentException if {@code count} is below 1 or {@code side} not from 8 to 4096
     */
    public static DrawnScenes of(long count, int side) {
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + ", expected at least 1");
        }
        if (side < 8 || side > MAX_SIDE) {
            throw new IllegalArgumentException("size " + side + ", expected 8 to " + MAX_SIDE);
        }
        return new DrawnScenes(count, side);
    }

    @Override
    public String name() {
        return "scenes";
    }

    @Override
    public long size() {
        return count;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public SortedMap<Long, Long> labelCounts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int label = 0; label < Math.min(LABELS, count); label++) {
            counts.put((long) label, count / LABELS + (label < count % LABELS ? 1 : 0));
        }
        return Collections.unmodifiableSortedMap(counts);
    }

    @Override
    public LabelledImage image(long index) {
        Objects.checkIndex(index, count);
        long label = 0;
        long first = 0;
        for (long size : labelCounts().values()) {
            if (index < first + size) {
                break;
            }
            first += size;
            label++;
        }
        return new LabelledImage(
                index, label, shape, new Scene(new Randomness(label, index - first), shape.width()).draw());
    }

    @Override
    public List<SourceFile> sourceFiles() {
        return List.of();
    }
}
