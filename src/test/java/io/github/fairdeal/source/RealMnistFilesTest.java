package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real 70,000 images, compared with a reading of the IDX files that shares no code with ours. */
class RealMnistFilesTest {

    private static final int[] LABEL_COUNTS = {6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958};

    private static Path folder;
    private static LabelledImages images;

    @BeforeAll
    static void read() {
        folder = RealMnist.folder();
        images = MnistFiles.read(folder);
    }

    @Test
    void realMnist_isSeventyThousandImagesWithTheKnownLabelCounts() {
        assertThat(images.size()).isEqualTo(70_000);
        assertThat(images.shape()).isEqualTo(ImageShape.MNIST);
        assertThat(images.labelCounts().keySet()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(images.labelCounts().values().stream().mapToInt(Long::intValue))
                .containsExactly(Arrays.stream(LABEL_COUNTS).boxed().toArray(Integer[]::new));
        assertThat(images.testCounts().values())
                .containsExactly(980L, 1135L, 1032L, 1010L, 982L, 892L, 958L, 1028L, 974L, 1009L);
    }

    @Test
    void realMnist_everyImage_isTheNextOfItsLabelInTheFilesByteForByte() throws IOException {
        byte[] trainLabels = unpacked("train-labels-idx1-ubyte.gz");
        byte[] trainPixels = unpacked("train-images-idx3-ubyte.gz");
        byte[] testLabels = unpacked("t10k-labels-idx1-ubyte.gz");
        byte[] testPixels = unpacked("t10k-images-idx3-ubyte.gz");
        long index = 0;
        for (int label = 0; label < 10; label++) {
            for (int image = 0; image < 70_000; image++) {
                boolean train = image < 60_000;
                int place = train ? image : image - 60_000;
                if ((train ? trainLabels : testLabels)[8 + place] == label) {
                    LabelledImage found = images.image(index);
                    assertThat(found.index()).isEqualTo(index);
                    assertThat(found.label()).isEqualTo(label);
                    int from = 16 + place * 784;
                    if (!Arrays.equals(found.pixels(), 0, 784, train ? trainPixels : testPixels, from, from + 784)) {
                        throw new AssertionError("pixels of index " + index + " differ from image " + image);
                    }
                    index++;
                }
            }
        }
        assertThat(index).isEqualTo(70_000);
    }

    @Test
    void realMnist_sourceFiles_areTheFourPublishedOnes() {
        assertThat(images.sourceFiles().stream().map(file -> file.sha256()))
                .isEqualTo(List.of(
                        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
    }

    private static byte[] unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return in.readAllBytes();
        }
    }
}
