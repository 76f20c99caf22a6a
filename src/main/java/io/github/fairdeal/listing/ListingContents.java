package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.source.LeftOut;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a source holds.
 *
 * @param records images that become records
 * @param labelCounts of each class or number
 * @param leftOut of each reason
 * @param bytes of all image files; 0 where the source does not say
 * @param duplicates records whose path is that of another one
 * @param shape that readers give images
 * @param otherSizes images of another size; 0 unless files were checked
 * @param outputBytes that the dataset takes, about
 */
public record ListingContents(
        long records,
        Map<String, Long> labelCounts,
        Map<LeftOut, Long> leftOut,
        long bytes,
        long duplicates,
        ImageShape shape,
        long otherSizes,
        long outputBytes) {

    /** What is left out, by the words of {@code dataset.json}. */
    public SortedMap<String, Long> leftOutByWord() {
        SortedMap<String, Long> words = new TreeMap<>();
        leftOut.forEach((reason, count) -> words.put(reason.word(), count));
        return words;
    }
}
