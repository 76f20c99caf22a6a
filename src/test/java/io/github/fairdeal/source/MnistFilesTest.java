package io.github.fairdeal.source;

import static io.github.fairdeal.source.SmallMnist.TEST_IMAGES;
import static io.github.fairdeal.source.SmallMnist.TEST_LABELS;
import static io.github.fairdeal.source.SmallMnist.TRAIN_IMAGES;
import static io.github.fairdeal.source.SmallMnist.TRAIN_LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistFilesTest {

    @TempDir
    private Path folder;

    @Test
    void read_smallFiles_sortsStablyByLabelTrainingBeforeTest() throws IOException {
        LabelledImages images = MnistFiles.read(new SmallMnist().writeTo(folder));

        assertThat(images.name()).isEqualTo("mnist");
        assertThat(images.size()).isEqualTo(8);
        assertThat(images.shape()).isEqualTo(new ImageShape(2, 3, 1));
        assertThat(images.labelCounts()).isEqualTo(Map.of(0L, 3L, 1L, 3L, 9L, 1L, 200L, 1L));
        assertThat(images.testCounts()).isEqualTo(Map.of(0L, 1L, 1L, 1L, 200L, 1L));
        assertThat(all(images))
                .containsExactly(
                        image(0, 0, SmallMnist.pixels(1, 6, 0)),
                        image(1, 0, SmallMnist.pixels(4, 6, 0)),
                        image(2, 0, SmallMnist.pixels(0, 6, 100)),
                        image(3, 1, SmallMnist.pixels(0, 6, 0)),
                        image(4, 1, SmallMnist.pixels(2, 6, 0)),
                        image(5, 1, SmallMnist.pixels(1, 6, 100)),
                        image(6, 9, SmallMnist.pixels(3, 6, 0)),
                        image(7, 200, SmallMnist.pixels(2, 6, 100)));
    }

    @Test
    void read_gzipAndDottedNames_givesTheSameImagesAndTheFilesOwnChecksums() throws IOException {
        SmallMnist plain = new SmallMnist();
        SmallMnist mixed = new SmallMnist()
                .without(TRAIN_IMAGES)
                .with(TRAIN_IMAGES + ".gz", SmallMnist.gzip(plain.content(TRAIN_IMAGES)))
                .without(TRAIN_LABELS)
                .with("train-labels.idx1-ubyte", plain.content(TRAIN_LABELS))
                .without(TEST_IMAGES)
                .with("t10k-images.idx3-ubyte.gz", SmallMnist.gzip(plain.content(TEST_IMAGES)))
                .without(TEST_LABELS)
                .with(TEST_LABELS + ".gz", plain.content(TEST_LABELS)); // unpacked, not renamed
        LabelledImages images = MnistFiles.read(mixed.writeTo(folder));

        Path plainFolder = folder.resolve("plain");
        Files.createDirectory(plainFolder);
        assertThat(all(images)).isEqualTo(all(MnistFiles.read(plain.writeTo(plainFolder))));
        assertThat(images.sourceFiles())
                .extracting(file -> file.name())
                .containsExactly(
                        TRAIN_IMAGES + ".gz",
                        "train-labels.idx1-ubyte",
                        "t10k-images.idx3-ubyte.gz",
                        TEST_LABELS + ".gz");
        assertThat(images.sourceFiles()).allSatisfy(file -> {
            assertThat(file.bytes()).isEqualTo(mixed.content(file.name()).length);
            assertThat(file.sha256()).isEqualTo(Sha256.of(folder.resolve(file.name())));
        });
    }

    @Test
    void images_serialisedAndBack_areTheSame() throws IOException, ClassNotFoundException {
        LabelledImages images = MnistFiles.read(new SmallMnist().writeTo(folder));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(images);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            LabelledImages back = (LabelledImages) in.readObject();
            assertThat(all(back)).isEqualTo(all(images));
            assertThat(back.sourceFiles()).isEqualTo(images.sourceFiles());
        }
    }

    @Test
    void image_changedByItsReader_staysAsItWasForOthers() throws IOException {
        LabelledImages images = MnistFiles.read(new SmallMnist().writeTo(folder));
        Arrays.fill(images.image(3).pixels(), (byte) 77);
        assertThat(images.image(3).pixels()).isEqualTo(SmallMnist.pixels(0, 6, 0));
    }

    @Test
    void image_outside_isRefused() throws IOException {
        LabelledImages images = MnistFiles.read(new SmallMnist().writeTo(folder));
        assertThatThrownBy(() -> images.image(8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images.image(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void read_filesMissing_saysWhichNamesWhereAndHowToFetchThem() throws IOException {
        new SmallMnist().without(TRAIN_LABELS).without(TEST_IMAGES).writeTo(folder);
        assertRefused(
                folder.toString(),
                "2 of the 4 MNIST files missing",
                "train-labels-idx1-ubyte.gz or train-labels-idx1-ubyte or train-labels.idx1-ubyte.gz",
                "t10k-images-idx3-ubyte.gz",
                "--download");
    }

    @Test
    void read_folderMissing_saysSo() {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> MnistFiles.read(nowhere))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(nowhere.toString(), "no such folder", "--download");
    }

    @Test
    void read_wrongMagic_saysWhatWasExpectedAndFound() throws IOException {
        new SmallMnist()
                .with(TRAIN_IMAGES, "<!DOCTYPE html><html></html>".getBytes(StandardCharsets.UTF_8))
                .writeTo(folder);
        assertRefused(TRAIN_IMAGES, "wrong magic number", "expected 0x00000803", "found 0x3c21444f", "web page");
    }

    @Test
    void read_filesSwapped_saysSo() throws IOException {
        SmallMnist files = new SmallMnist();
        files.with(TRAIN_IMAGES, files.content(TRAIN_LABELS)).writeTo(folder);
        assertRefused(TRAIN_IMAGES, "expected 0x00000803", "found 0x00000801", "swapped");
    }

    @Test
    void read_imagesCutAnywhere_saysTruncated() throws IOException {
        SmallMnist files = new SmallMnist();
        byte[] whole = files.content(TRAIN_IMAGES);
        for (int length : new int[] {0, 3, 4, 15, 16, 17, whole.length - 1}) {
            files.with(TRAIN_IMAGES, Arrays.copyOf(whole, length)).writeTo(folder);
            assertRefused(TRAIN_IMAGES, "truncated", "found ", "" + length);
        }
    }

    @Test
    void read_gzipOfCutImages_saysTruncated() throws IOException {
        SmallMnist files = new SmallMnist();
        byte[] cut = Arrays.copyOf(files.content(TRAIN_IMAGES), 40);
        files.with(TRAIN_IMAGES, SmallMnist.gzip(cut)).writeTo(folder);
        assertRefused(TRAIN_IMAGES, "truncated", "5x2x3 images, so 46 bytes", "found 40");
    }

    @Test
    void read_imagesWithBytesBehind_saysExtended() throws IOException {
        SmallMnist files = new SmallMnist();
        byte[] longer = Arrays.copyOf(files.content(TEST_IMAGES), 40);
        for (byte[] content : List.of(longer, SmallMnist.gzip(longer))) {
            files.with(TEST_IMAGES, content).writeTo(folder);
            assertRefused(TEST_IMAGES, "extended", "34 bytes", "found 40");
        }
    }

    @Test
    void read_gzipCutAnywhere_saysTruncated() throws IOException {
        SmallMnist files = new SmallMnist();
        byte[] whole = SmallMnist.gzip(files.content(TRAIN_IMAGES));
        for (int length = 2; length < whole.length; length++) {
            files.with(TRAIN_IMAGES, Arrays.copyOf(whole, length)).writeTo(folder);
            assertRefused(TRAIN_IMAGES, "truncated");
        }
    }

    @Test
    void read_gzipWithAnyFlippedBit_isRefusedOrGivesTheSameImages() throws IOException {
        SmallMnist files = new SmallMnist();
        List<LabelledImage> undamaged = all(MnistFiles.read(files.writeTo(folder)));
        byte[] gzip = SmallMnist.gzip(files.content(TRAIN_IMAGES));
        int refused = 0;
        for (int bit = 16; bit < 8 * gzip.length; bit++) {
            byte[] flipped = gzip.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(folder.resolve(TRAIN_IMAGES), flipped);
            try {
                // The time stamp, the operating system and the padding before the checksum carry no data.
                assertThat(all(MnistFiles.read(folder))).isEqualTo(undamaged);
            } catch (BadInputException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * (gzip.length - 18));
    }

    @Test
    void read_gzipWithWrongChecksum_saysDamaged() throws IOException {
        SmallMnist files = new SmallMnist();
        byte[] gzip = SmallMnist.gzip(files.content(TRAIN_IMAGES));
        gzip[gzip.length - 8] ^= 1;
        files.with(TRAIN_IMAGES, gzip).writeTo(folder);
        assertRefused(TRAIN_IMAGES, "damaged gzip data");
    }

    @Test
    void read_labelsOfAnotherLength_namesBothFiles() throws IOException {
        new SmallMnist().with(TEST_LABELS, SmallMnist.labels(1, 2)).writeTo(folder);
        assertRefused(TEST_LABELS, "2 labels, expected 3", TEST_IMAGES);
    }

    @Test
    void read_testImagesOfAnotherSize_namesBothFiles() throws IOException {
        new SmallMnist().with(TEST_IMAGES, SmallMnist.images(3, 3, 2, 0)).writeTo(folder);
        assertRefused(TEST_IMAGES, "images of 3x2, expected 2x3", TRAIN_IMAGES);
    }

    @Test
    void read_noImages_isRefused() throws IOException {
        new SmallMnist()
                .with(TRAIN_IMAGES, SmallMnist.images(0, 2, 3, 0))
                .with(TRAIN_LABELS, SmallMnist.labels())
                .with(TEST_IMAGES, SmallMnist.images(0, 2, 3, 0))
                .with(TEST_LABELS, SmallMnist.labels())
                .writeTo(folder);
        assertRefused("hold no images");
    }

    @Test
    void read_headerThatClaimsTooMuch_isRefusedBeforeAllocating() throws IOException {
        byte[] huge = header(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        new SmallMnist().with(TRAIN_IMAGES, huge).writeTo(folder);
        assertRefused(TRAIN_IMAGES, "2147483647x2147483647x2147483647 images", "2 GiB");

        byte[] large = header(2_000_000, 32, 32); // 2.05 GB: just allowed, and never there
        for (byte[] content : List.of(large, SmallMnist.gzip(large))) {
            new SmallMnist().with(TRAIN_IMAGES, content).writeTo(folder);
            assertRefused(TRAIN_IMAGES, "truncated", "so 2048000016 bytes");
        }
    }

    @Test
    void read_impossibleSizes_isRefused() throws IOException {
        for (byte[] header : List.of(header(-1, 2, 3), header(5, 0, 3), header(5, 2, -7))) {
            new SmallMnist().with(TRAIN_IMAGES, header).writeTo(folder);
            assertRefused(TRAIN_IMAGES, "impossible header", "offset ");
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> MnistFiles.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }

    private static byte[] header(int count, int rows, int columns) {
        ByteBuffer header = ByteBuffer.allocate(16);
        return header.putInt(0x803).putInt(count).putInt(rows).putInt(columns).array();
    }

    private static LabelledImage image(long index, long label, byte[] pixels) {
        return new LabelledImage(index, label, new ImageShape(2, 3, 1), pixels);
    }

    private static List<LabelledImage> all(LabelledImages images) {
        return LongStream.range(0, images.size()).mapToObj(images::image).toList();
    }
}
