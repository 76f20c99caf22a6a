package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.MnistFiles;
import io.github.fairdeal.source.RealMnist;
import java.awt.image.DataBufferByte;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The 70,000 real images, prepared once. */
final class RealMnistSparkTest extends SparkTest {

    private static LabelledImages source;
    private static TestDataset mnist;

    @BeforeEach
    void prepareOnce() throws IOException {
        Path files = RealMnist.folder();
        if (mnist == null) {
            source = MnistFiles.read(files);
            mnist = TestDataset.prepare(spark(), source, folderOfThisJvm("fairdeal-mnist"));
        }
    }

    @Test
    void manifest_countsTheLabelsOfMnist() throws IOException {
        DatasetManifest manifest = mnist.open().manifest();

        assertThat(manifest.records()).isEqualTo(70_000);
        assertThat(manifest.labelCounts().values())
                .containsExactly(6_903L, 7_877L, 6_990L, 7_141L, 6_824L, 6_313L, 6_876L, 7_293L, 6_825L, 6_958L);
        assertThat(manifest.sourceFiles()).hasSize(4);
        assertThat(manifest.source()).isEqualTo("mnist");
    }

    @Test
    void imageRecords_holdTheBytesOfTheFilesSortedByLabel() throws IOException {
        List<TestRecord> records = TestRecord.read(mnist.sorted(RecordKind.IMAGE));

        assertThat(records).hasSize(70_000);
        long label = 0;
        for (int index = 0; index < records.size(); index++) {
            TestRecord record = records.get(index);
            LabelledImage image = source.image(index);
            assertThat(record.index()).isEqualTo(index);
            assertThat(record.label()).isEqualTo(image.label()).isGreaterThanOrEqualTo(label);
            assertThat(record.payload()).isEqualTo(image.pixels());
            label = record.label();
        }
    }

    @Test
    void pathRecords_nameImageFilesWithTheSamePixels() throws IOException {
        List<TestRecord> records = TestRecord.read(mnist.sorted(RecordKind.PATH));

        assertThat(records).hasSize(70_000);
        IntStream.range(0, records.size()).parallel().forEach(index -> {
            TestRecord record = records.get(index);
            assertThat(record.index()).isEqualTo(index);
            assertThat(record.label()).isEqualTo(source.image(index).label());
            assertThat(Path.of(record.path())).isAbsolute();
            assertThat(png(record.path())).isEqualTo(source.image(index).pixels());
        });
    }

    @Test
    void folders_holdTenThousandImagesAtMostAndNothingHidden() throws IOException {
        List<Path> folders = TestDataset.list(mnist.folder().resolve(DatasetManifest.IMAGES_FOLDER));

        assertThat(folders).hasSize(7);
        for (Path folder : folders) {
            try (Stream<Path> images = Files.list(folder)) {
                assertThat(images.count()).isEqualTo(10_000);
            }
        }
        assertThat(TestDataset.hiddenFiles(mnist.folder())).isEmpty();
    }

    @Test
    void epoch_isSoundAndEvenAndTheSortedShardsAreNot() throws IOException {
        new Shuffle(spark()).dataset(mnist.path()).seed(1).execute();

        assertThat(new Verify(spark()).dataset(mnist.path()).execute().problems())
                .isEmpty();
        assertThat(verdict(mnist.epochFolder(0))).isEqualTo(Verdict.EVEN);
        assertThat(verdict(mnist.sortedFolder())).isEqualTo(Verdict.BIASED);
    }

    private static byte[] png(String path) {
        try {
            return ((DataBufferByte) ImageIO.read(new File(path)).getRaster().getDataBuffer()).getData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict verdict(Path folder) throws IOException {
        return new Audit(spark())
                .paths(List.of(folder.toString()))
                .execute()
                .report()
                .verdict();
    }
}
