package io.github.fairdeal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** IDX files of a few images for tests. Pixel p of image i of a file holds {@code 7·i + p + seed}, mod 256. */
public final class SmallMnist {

    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    private final Map<String, byte[]> files = new TreeMap<>();

    /** Five training images (labels 1 0 1 9 0) and three test images (labels 0 1 200) of 2x3. */
    public SmallMnist() {
        with(TRAIN_IMAGES, images(5, 2, 3, 0));
        with(TRAIN_LABELS, labels(1, 0, 1, 9, 0));
        with(TEST_IMAGES, images(3, 2, 3, 100));
        with(TEST_LABELS, labels(0, 1, 200));
    }

    SmallMnist with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    SmallMnist without(String name) {
        files.remove(name);
        return this;
    }

    byte[] content(String name) {
        return files.get(name);
    }

    /** Writes all files into a folder that exists. */
    public Path writeTo(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    static byte[] images(int count, int rows, int columns, int seed) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * rows * columns);
        bytes.putInt(0x803).putInt(count).putInt(rows).putInt(columns);
        for (int image = 0; image < count; image++) {
            bytes.put(pixels(image, rows * columns, seed));
        }
        return bytes.array();
    }

    static byte[] pixels(int image, int count, int seed) {
        byte[] pixels = new byte[count];
        for (int pixel = 0; pixel < count; pixel++) {
            pixels[pixel] = (byte) (7 * image + pixel + seed);
        }
        return pixels;
    }

    static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
        bytes.putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
