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
 * Digits 0 to 9 in the manner of MNIST, 28×28, white strokes on black, drawn in process: nothing to download, and the same
 * bytes on every machine.
 *
 * <p>Each digit has several {@linkplain Glyphs forms}. An image takes one of them, slants, turns, scales, shifts and bends
 * it, and draws it with a pen of some width and brightness on slightly grainy paper. All of that follows from the label and
 * the image's number among those of its label, so that the i-th 7 is the same picture in a set of any size. Integer
 * hashing, IEEE arithmetic and {@link StrictMath} only: no fonts, no platform's mathematics.
 */
public final class DrawnDigits implements LabelledImages {

    private static final int LABELS = 10;

    private final long count;

    private DrawnDigits(long count) {
        this.count = count;
    }

    /**
     * A set of {@code count} digits, as many of each label, except that the first {@code count mod 10} labels have one
     * more.
     *
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public static DrawnDigits of(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + ", expected at least 1");
        }
        return new DrawnDigits(count);
    }

    @Override
    public String name() {
        return "digits";
    }

    @Override
    public long size() {
        return count;
    }

    @Override
    public ImageShape shape() {
        return ImageShape.MNIST;
    }

    @Override
    public SortedMap<Long, Long> labelCounts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int label = 0; label < Math.min(LABELS, count); label++) {
            counts.put((long) label, firstIndex(label + 1) - firstIndex(label));
        }
        return Collections.unmodifiableSortedMap(counts);
    }

    @Override
    public LabelledImage image(long index) {
        Objects.checkIndex(index, count);
        int label = LABELS - 1;
        while (firstIndex(label) > index) {
            label--;
        }
        byte[] pixels = draw(label, index - firstIndex(label));
        return new LabelledImage(index, label, ImageShape.MNIST, pixels);
    }

    @Override
    public List<SourceFile> sourceFiles() {
        return List.of();
    }

    /** Where the images of {@code label} begin. */
    private long firstIndex(int label) {
        return label * (count / LABELS) + Math.min(label, count % LABELS);
    }

    private static byte[] draw(int label, long number) {
        Randomness random = new Randomness(label, number);
        List<double[][]> forms = Glyphs.of(label);
        double[][] strokes = forms.get(random.below(forms.size()));
        return new Pen(random).draw(new Distortion(random).apply(strokes));
    }
}
