package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.read.ImageFile;
import io.github.fairdeal.read.UnreadableImageException;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How large the images of a listing are. */
public final class ListedSizes {

    /** Files that are asked for their size where the source does not say. */
    public static final int SAMPLED = 64;

    private final Storage storage;
    private final SortedListing sorted;

    public ListedSizes(Storage storage, SortedListing sorted) {
        this.storage = storage;
        this.sorted = sorted;
    }

    /**
     * True if the records of the source hold pixels, all of them; pixels may begin as a file does.
     *
     * @param shape that was named; null if none was
     */
    public boolean arePixels(ImageShape shape) {
        return sorted.hasImages()
                && (2 * sorted.imageFiles() < sorted.records()
                        || (shape != null && sorted.bytes() == shape.bytes() * sorted.records()));
    }

    /**
     * The shape of the first image.
     *
     * @throws UsageException if it is pixels, of which nobody knows the shape
     * @throws BadInputException if it is damaged
     */
    public ImageShape firstShape() {
        byte[] first = sorted.firstPayload();
        boolean isImage = sorted.hasImages();
        String name = isImage ? "first record" : new String(first, StandardCharsets.UTF_8);
        if (arePixels(null)) {
            throw new UsageException("--shape is needed: records hold pixels, %,d bytes, and do not say of what shape"
                    .formatted(first.length));
        }
        try (ImageFile file = new ImageFile(storage)) {
            return (isImage ? file.take(first) : file.header(name)).shape();
        } catch (UnreadableImageException e) {
            throw new BadInputException(
                    "%s: %s; it is the first image and would give the dataset its shape: name one with --shape, or leave damaged files out with --check header"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    /** Bytes of an image, on average: of all, or of a sample where the source knows no sizes; 0 if none can be found. */
    public long imageBytes() throws IOException {
        if (sorted.bytes() > 0) {
            return sorted.bytes() / sorted.records();
        }
        long files = 0;
        long bytes = 0;
        for (String path : sorted.samplePaths(SAMPLED)) {
            Optional<PackedImage> packed = PackedImage.parse(path);
            Optional<Long> own = packed.isPresent()
                    ? packed.map(image -> (long) image.length())
                    : storage.status(path).map(FileStatus::bytes);
            files += own.isPresent() ? 1 : 0;
            bytes += own.orElse(0L);
        }
        return files == 0 ? 0 : bytes / files;
    }
}
