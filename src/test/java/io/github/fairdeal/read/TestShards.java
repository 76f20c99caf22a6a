package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.LongFunction;
import javax.imageio.ImageIO;

/** Shards and image files of a small dataset whose pixels and labels are a function of the index. */
public final class TestShards {

    public static final ImageShape SHAPE = ImageShape.MNIST;
    public static final int LABELS = 10;

    private final Path folder;

    public TestShards(Path folder) {
        this.folder = folder;
    }

    public static long label(long index) {
        return index * 7 % LABELS;
    }

    public static byte[] pixels(long index) {
        byte[] pixels = new byte[SHAPE.bytes()];
        new Random(index).nextBytes(pixels);
        return pixels;
    }

    public Path folder() {
        return folder;
    }

    public Path image(long index) {
        return folder.resolve("images/%05d/%d.png".formatted(index / 1_000, index));
    }

    /** The content of a file. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the image files of indexes {@code first} to {@code end - 1}. */
    public TestShards images(long first, long end) throws IOException {
        for (long index = first; index < end; index++) {
            Files.createDirectories(image(index).getParent());
            BufferedImage picture = new BufferedImage(SHAPE.width(), SHAPE.height(), BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setDataElements(0, 0, SHAPE.width(), SHAPE.height(), pixels(index));
            ImageIO.write(picture, "png", image(index).toFile());
        }
        return this;
    }

    /** A shard of path records with absolute paths. */
    public String pathShard(String name, long first, long end) throws IOException {
        return pathShard(name, first, end, index -> image(index).toString());
    }

    public String pathShard(String name, long first, long end, LongFunction<String> path) throws IOException {
        return shard(
                name, RecordKind.PATH, first, end, index -> path.apply(index).getBytes(StandardCharsets.UTF_8));
    }

    public String imageShard(String name, long first, long end) throws IOException {
        return shard(name, RecordKind.IMAGE, first, end, TestShards::pixels);
    }

    /** A shard of image records that hold files. */
    public String encodedShard(String name, long first, long end, LongFunction<byte[]> file) throws IOException {
        return shard(name, new ExampleEncoder(ExampleCursor.ENCODED_IMAGE), first, end, file);
    }

    public String shard(String name, RecordKind kind, long first, long end, LongFunction<byte[]> payload)
            throws IOException {
        return shard(name, new ExampleEncoder(kind), first, end, payload);
    }

    private String shard(String name, ExampleEncoder encoder, long first, long end, LongFunction<byte[]> payload)
            throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(folder);
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
            for (long index = first; index < end; index++) {
                encoder.encode(index, label(index), payload.apply(index));
                writer.write(encoder.buffer(), 0, encoder.length());
            }
        }
        return file.toString();
    }
}
