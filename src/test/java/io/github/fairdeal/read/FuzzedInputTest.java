package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of damaged files: flips, cuts, doubled stretches, lengths and headers that lie, with their checksums mended
 * half of the time so that the damage gets past them. Each is refused in words or read; nothing hangs, nothing asks for
 * more memory than the image needs, and no other exception or error comes out. JPEG files go through libjpeg-turbo, where
 * there is one, and through the JDK's decoder.
 */
class FuzzedInputTest {

    private static final ImageShape SHAPE = new ImageShape(9, 13, 3);
    private static final int[] HOSTILE = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 0x3fff, 1 << 24};

    @Test
    @Timeout(60)
    void fiveThousandDamagedFiles_areRefusedOrRead() throws IOException {
        fuzz(5_000, 1);
    }

    @Test
    @Tag("slow")
    @Timeout(300)
    void twentyThousandDamagedFiles_areRefusedOrRead() throws IOException {
        fuzz(20_000, 2);
    }

    private static void fuzz(int files, long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> pngs = pngs();
        List<byte[]> jpegs = jpegs();
        int refused = 0;
        ImageResizer resizer = new ImageResizer(ResizeMethod.AREA, SHAPE);
        try (ImageDecoder exact = new ImageDecoder(SHAPE);
                ImageDecoder resizing = new ImageDecoder(SHAPE, resizer);
                ImageDecoder jdk = new ImageDecoder(SHAPE, null, new JpegDecoder(null));
                ImageDecoder resizingJdk = new ImageDecoder(SHAPE, resizer, new JpegDecoder(null))) {
            List<ImageDecoder> decoders = List.of(resizing, exact, jdk, exact, resizingJdk, exact, jdk, exact);
            for (int i = 0; i < files; i++) {
                ImageDecoder decoder = decoders.get(i % decoders.size());
                switch (i % 3) {
                    case 0 -> refused += isRefused(decoder, mend(random, damaged(random, pick(random, pngs)))) ? 1 : 0;
                    case 1 -> refused += isRefused(decoder, damaged(random, pick(random, jpegs))) ? 1 : 0;
                    default -> refused += isRefusedShard(damaged(random, shard(random))) ? 1 : 0;
                }
            }
            // What follows a damaged file is not touched by it.
            for (byte[] sound : pngs) {
                assertThat(isRefused(exact, sound)).isFalse();
            }
            for (byte[] sound : jpegs) {
                assertThat(isRefused(exact, sound)).isFalse();
                assertThat(isRefused(jdk, sound)).isFalse();
            }
        }
        assertThat(refused).isBetween(files / 2, files - 1);
    }

    private static boolean isRefused(ImageDecoder decoder, byte[] file) {
        byte[] pixels = new byte[SHAPE.bytes() + 2];
        try {
            decoder.decode(file, file.length, pixels, 1);
            return false;
        } catch (UnreadableImageException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        } finally {
            assertThat(pixels[0]).isZero();
            assertThat(pixels[pixels.length - 1]).isZero();
        }
    }

    private static boolean isRefusedShard(byte[] shard) throws IOException {
        ExampleCursor cursor = new ExampleCursor();
        try (RecordReader reader = new RecordReader(new ByteArrayInputStream(shard), "fuzzed", shard.length)) {
            while (reader.next()) {
                cursor.parse(reader);
            }
            return false;
        } catch (DamagedRecordException e) {
            return true;
        }
    }

    private static byte[] damaged(Random random, byte[] sound) {
        byte[] bytes = sound.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            case 2 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 40);
                System.arraycopy(bytes, at, longer, Math.min(at + 40, longer.length), Math.min(40, bytes.length - at));
                bytes = longer;
            }
            case 3 ->
                ByteBuffer.wrap(bytes).putInt(Math.min(at, bytes.length - 4), HOSTILE[random.nextInt(HOSTILE.length)]);
            // Headers: sizes, depths and types of PNG, lengths and markers of JPEG, the length of a record.
            case 4 -> bytes[8 + random.nextInt(Math.min(26, bytes.length - 8))] = (byte) random.nextInt();
            default ->
                ByteBuffer.wrap(bytes)
                        .putInt(
                                8 + random.nextInt(Math.min(20, bytes.length - 12)),
                                HOSTILE[random.nextInt(HOSTILE.length)]);
        }
        return bytes;
    }

    /** Half of the time puts the right checksums on the chunks of a PNG, as far as they can be told apart. */
    private static byte[] mend(Random random, byte[] png) {
        if (random.nextBoolean()) {
            return png;
        }
        ByteBuffer file = ByteBuffer.wrap(png);
        int at = 8;
        while (at + 12 <= png.length) {
            int length = file.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(png, at + 4, length + 4);
            file.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
        return png;
    }

    private static byte[] pick(Random random, List<byte[]> files) {
        return files.get(random.nextInt(files.size()));
    }

    private static List<byte[]> pngs() {
        List<byte[]> files = new ArrayList<>();
        int[][] kinds = {{0, 1}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 4}, {3, 8}, {4, 8}, {6, 8}, {6, 16}};
        for (int[] kind : kinds) {
            for (boolean interlaced : new boolean[] {false, true}) {
                files.add(new TestPng(SHAPE.width(), SHAPE.height(), kind[0], kind[1])
                        .interlaced(interlaced)
                        .transparent(kind[0] < 4)
                        .write(files.size()));
            }
        }
        return files;
    }

    private static List<byte[]> jpegs() throws IOException {
        int height = SHAPE.height();
        int width = SHAPE.width();
        byte[] colour = new TestJpeg(height, width, 3).write(1);
        return List.of(
                colour,
                new TestJpeg(height, width, 1).write(2),
                new TestJpeg(height, width, 4).write(3),
                new TestJpeg(height, width, 3).progressive(true).write(4),
                new TestJpeg(height, width, 1).progressive(true).write(5),
                new TestJpeg(height, width, 3).sampling(2, 1).restart(1).write(6),
                new TestJpeg(height, width, 3).sampling(1, 2).write(7),
                TestJpeg.withProfile(
                        colour,
                        ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData(),
                        400));
    }

    private static byte[] shard(Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        try (RecordWriter writer = new RecordWriter(out)) {
            for (int record = 0; record < 3; record++) {
                byte[] path = new byte[random.nextInt(60)];
                Arrays.fill(path, (byte) 'p');
                encoder.encode(random.nextLong(), random.nextInt(10), path);
                writer.write(encoder.buffer(), 0, encoder.length());
            }
        }
        return out.toByteArray();
    }
}
