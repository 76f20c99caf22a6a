package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.SourceFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images of one or more IDX files as one set, sorted stably by label.
 *
 * <p>Pixels stay as they were read, one array a file, and only their order is sorted. The fields are arrays of primitives
 * because every serialiser writes those fast and small.
 */
final class IdxImages implements LabelledImages {

    private static final int LABELS = 256;

    private final String name;
    private final ImageShape shape;
    private final byte[][] pixels;
    private final byte[] labels;
    private final int[] order;
    private final SourceFile[] sourceFiles;
    private final int testImages;

    /**
     * @param images files of images, of {@code shape} each, 2 GiB together at most
     * @param labels for each file of images, as many labels as it holds images
     * @param testImages number of the last images of all files that are for testing
     */
    IdxImages(
            String name,
            ImageShape shape,
            List<IdxFile> images,
            List<IdxFile> labels,
            List<SourceFile> sourceFiles,
            int testImages) {
        this.name = name;
        this.shape = shape;
        this.pixels = images.stream().map(IdxFile::data).toArray(byte[][]::new);
        this.labels = concatenate(labels);
        this.order = stableOrder(this.labels);
        this.sourceFiles = sourceFiles.toArray(SourceFile[]::new);
        this.testImages = testImages;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return order.length;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public SortedMap<Long, Long> labelCounts() {
        return countsFrom(0);
    }

    @Override
    public SortedMap<Long, Long> testCounts() {
        return countsFrom(labels.length - testImages);
    }

    @Override
    public LabelledImage image(long index) {
        int place = order[Math.toIntExact(Objects.checkIndex(index, (long) order.length))];
        return new LabelledImage(index, Byte.toUnsignedInt(labels[place]), shape, pixelsAt(place));
    }

    @Override
    public List<SourceFile> sourceFiles() {
        return List.of(sourceFiles);
    }

    /** Images of each label among those from number {@code place} of all files one after the other. */
    private SortedMap<Long, Long> countsFrom(int place) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int i = place; i < labels.length; i++) {
            counts.merge((long) Byte.toUnsignedInt(labels[i]), 1L, Long::sum);
        }
        return Collections.unmodifiableSortedMap(counts);
    }

    /** Pixels of the image that is number {@code place} of all files one after the other. */
    private byte[] pixelsAt(int place) {
        long from = (long) place * shape.bytes();
        int file = 0;
        while (from >= pixels[file].length) {
            from -= pixels[file].length;
            file++;
        }
        return Arrays.copyOfRange(pixels[file], (int) from, (int) from + shape.bytes());
    }

    private static byte[] concatenate(List<IdxFile> files) {
        byte[] all = new byte[files.stream().mapToInt(IdxFile::count).reduce(0, Math::addExact)];
        int end = 0;
        for (IdxFile file : files) {
            System.arraycopy(file.data(), 0, all, end, file.count());
            end += file.count();
        }
        return all;
    }

    /** Places in ascending order of their labels, equal labels in ascending order of places (a counting sort). */
    private static int[] stableOrder(byte[] labels) {
        int[] next = new int[LABELS + 1];
        for (byte label : labels) {
            next[Byte.toUnsignedInt(label) + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] order = new int[labels.length];
        for (int place = 0; place < labels.length; place++) {
            order[next[Byte.toUnsignedInt(labels[place])]++] = place;
        }
        return order;
    }
}
