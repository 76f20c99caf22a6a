package io.github.fairdeal.read;

import io.github.fairdeal.shard.PackedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is read in one go for the records of a batch: an image file, or a stretch of a pack with one or more images that
 * lie near each other.
 *
 * @param path what to read, as {@link FileBytes#read} takes it
 * @param parts the images in it; of a stretch by offset
 */
record ImageRun(String path, List<Part> parts) {

    /** A store that sends 50 MB/s needs for it less than a millisecond, a request of its own ten. */
    static final int MAX_GAP_BYTES = 32 << 10;

    /** A longer stretch would only keep what is read from being used. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * An image of a run.
     *
     * @param record its place in the batch
     * @param path what its record says, located
     * @param image where it is in its pack; null if it is a file of its own
     */
    record Part(int record, String path, PackedImage image) {

        static Part of(int record, String path) {
            Optional<PackedImage> image = PackedImage.parse(path);
            return new Part(record, path, image.orElse(null));
        }
    }

    ImageRun {
        parts = List.copyOf(parts);
    }

    /** Puts images together that lie near each other in one pack. Runs come in the order of their first records. */
    static List<ImageRun> of(List<Part> images) {
        List<ImageRun> runs = new ArrayList<>();
        List<Part> packed = new ArrayList<>();
        for (Part part : images) {
            if (part.image() == null) {
                runs.add(new ImageRun(part.path(), List.of(part)));
            } else {
                packed.add(part);
            }
        }
        packed.sort(Comparator.comparing((Part part) -> part.image().pack())
                .thenComparingLong(part -> part.image().offset()));
        int begin = 0;
        for (int i = 1; i <= packed.size(); i++) {
            if (i == packed.size() || !isNear(packed.get(begin), packed.get(i - 1), packed.get(i))) {
                runs.add(stretch(packed.subList(begin, i)));
                begin = i;
            }
        }
        runs.sort(Comparator.comparingInt(ImageRun::firstRecord));
        return runs;
    }

    /** Where an image of it begins in what is read. */
    int offset(Part part) {
        return parts.size() == 1
                ? 0
                : (int) (part.image().offset() - parts.get(0).image().offset());
    }

    private int firstRecord() {
        return parts.stream().mapToInt(Part::record).min().orElseThrow();
    }

    private static boolean isNear(Part first, Part before, Part next) {
        return next.image().pack().equals(first.image().pack())
                && next.image().offset() - before.image().end() <= MAX_GAP_BYTES
                && next.image().end() - first.image().offset() <= MAX_BYTES;
    }

    private static ImageRun stretch(List<Part> parts) {
        PackedImage first = parts.get(0).image();
        long end = parts.stream().mapToLong(part -> part.image().end()).max().orElseThrow();
        return new ImageRun(
                new PackedImage(first.pack(), first.offset(), Math.toIntExact(end - first.offset())).toString(), parts);
    }
}
