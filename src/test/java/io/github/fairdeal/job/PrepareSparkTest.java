package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.SourceFile;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.source.LabelledImages;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import javax.imageio.ImageIO;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrepareSparkTest extends SparkTest {

    @TempDir
    Path above;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = above.resolve("dataset");
    }

    @Test
    void imageRecords_holdEveryImageInSortedOrder() throws IOException {
        List<TestRecord> records = TestRecord.read(sharedDigits().sorted(RecordKind.IMAGE));

        assertThat(records).hasSize(3_000);
        for (int index = 0; index < records.size(); index++) {
            LabelledImage image = DIGITS.image(index);
            TestRecord record = records.get(index);
            assertThat(record.index()).isEqualTo(index);
            assertThat(record.label()).isEqualTo(image.label());
            assertThat(record.payload()).isEqualTo(image.pixels());
        }
        assertThat(records).extracting(TestRecord::label).isSorted();
    }

    @Test
    void pathRecords_nameImageFilesThatHoldThePixels() throws IOException {
        List<TestRecord> records = TestRecord.read(sharedDigits().sorted(RecordKind.PATH));

        assertThat(records).hasSize(3_000);
        for (int index = 0; index < records.size(); index += 7) {
            TestRecord record = records.get(index);
            assertThat(record.index()).isEqualTo(index);
            assertThat(record.path()).isEqualTo(sharedDigits().folder() + "/images/00000/" + index + ".png");
            assertThat(png(Path.of(record.path())))
                    .isEqualTo(DIGITS.image(index).pixels());
        }
    }

    @Test
    void manifest_describesWhatIsThere() throws IOException {
        DatasetManifest manifest = sharedDigits().open().manifest();

        assertThat(manifest.records()).isEqualTo(3_000);
        assertThat(manifest.labelCounts()).isEqualTo(DIGITS.labelCounts());
        assertThat(manifest.source()).isEqualTo("digits");
        assertThat(manifest.shape()).isEqualTo(ImageShape.MNIST);
        assertThat(manifest.paths()).isEqualTo(PathStyle.ABSOLUTE);
        assertThat(manifest.sourceFiles()).isEmpty();
        assertThat(manifest.configuration())
                .containsEntry("source", "digits")
                .containsEntry("shards", "4")
                .containsEntry("kinds", "path,image")
                .containsEntry("paths", "absolute");
        for (RecordKind kind : RecordKind.values()) {
            assertThat(manifest.sorted(kind).shards()).hasSize(4).allSatisfy(shard -> {
                Path file = sharedDigits().sortedFolder().resolve(shard.name());
                assertThat(file).hasSize(shard.bytes());
                assertThat(shard.records()).isEqualTo(750);
            });
        }
    }

    @Test
    void folder_holdsNothingElse() throws IOException {
        assertThat(TestDataset.list(sharedDigits().folder()))
                .extracting(entry -> entry.getFileName().toString())
                .containsExactly("dataset.json", "images", "sorted");
        assertThat(TestDataset.list(sharedDigits().sortedFolder())).hasSize(16);
        assertThat(TestDataset.hiddenFiles(sharedDigits().folder())).isEmpty();
    }

    @Test
    void imageFiles_areAtMostTenThousandAFolder() {
        assertThat(SortedShardTask.imagePath(9_999, ImageFormat.PNG)).isEqualTo("images/00000/9999.png");
        assertThat(SortedShardTask.imagePath(10_000, ImageFormat.PNG)).isEqualTo("images/00001/10000.png");
        assertThat(SortedShardTask.imagePath(12_345_678_901L, ImageFormat.JPEG))
                .isEqualTo("images/1234567/12345678901.jpg");
    }

    @Test
    void relativePaths_beginAtTheDataset() throws IOException {
        new Prepare(spark())
                .images(DrawnDigits.of(20))
                .output(folder.toString())
                .kinds(EnumSet.of(RecordKind.PATH))
                .paths(PathStyle.RELATIVE)
                .execute();

        TestDataset dataset = new TestDataset(folder);
        List<TestRecord> records = TestRecord.read(dataset.sorted(RecordKind.PATH));
        assertThat(records).element(13).extracting(TestRecord::path).isEqualTo("images/00000/13.png");
        assertThat(folder.resolve(records.get(13).path())).exists();
        assertThatThrownBy(() -> dataset.sorted(RecordKind.IMAGE))
                .isInstanceOf(UsageException.class)
                .hasMessage("the dataset has no image records, only path; prepare it with --kinds image");
    }

    @Test
    void imageRecordsAlone_needNoFiles() throws IOException {
        new Prepare(spark())
                .images(DrawnDigits.of(20))
                .output(folder.toString())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .execute();

        assertThat(folder.resolve("images")).doesNotExist();
    }

    @Test
    void otherNumberOfShards_isTheSameRecordSetInTheSameOrder() throws IOException {
        new Prepare(spark())
                .images(DIGITS)
                .output(folder.toString())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .shards(7)
                .execute();

        TestDataset dataset = new TestDataset(folder);
        assertThat(dataset.open().manifest().sorted(RecordKind.IMAGE).fingerprint())
                .isEqualTo(sharedDigits()
                        .open()
                        .manifest()
                        .sorted(RecordKind.IMAGE)
                        .fingerprint());
        assertThat(TestRecord.read(dataset.sorted(RecordKind.IMAGE)))
                .isEqualTo(TestRecord.read(sharedDigits().sorted(RecordKind.IMAGE)));
    }

    @Test
    void plan_saysWhatARunTakes_andWritesNothing() throws IOException {
        Prepare prepare = new Prepare(spark()).images(DrawnDigits.of(500)).output(folder.toString());

        ListingContents planned = prepare.plan().contents();
        ListingContents packed = prepare.packing(1 << 20).plan().contents();

        assertThat(folder).doesNotExist();
        assertThat(planned.records()).isEqualTo(500);
        assertThat(planned.labelCounts()).hasSize(10).containsEntry("3", 50L);
        assertThat(planned.shape()).isEqualTo(ImageShape.MNIST);
        assertThat(planned.outputBytes()).isGreaterThan(500 * 4096);
        prepare.execute();
        assertThat(new TestDataset(folder).bytes()).isCloseTo(packed.outputBytes(), Percentage.withPercentage(10));
        assertThatThrownBy(() -> prepare.shards(501).plan())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("More shards than records");
    }

    @Test
    void moreShardsThanImages_isRefused() {
        assertThatThrownBy(() -> new Prepare(spark())
                        .images(DrawnDigits.of(3))
                        .output(folder.toString())
                        .shards(4)
                        .execute())
                .isInstanceOf(UsageException.class)
                .hasMessage("More shards than records: expected at most 3 shards, found 4; ask for fewer shards");
        assertThat(folder).doesNotExist();
    }

    @Test
    void fewerImagesThanShardsAreUsual_haveAShardEach() throws IOException {
        new Prepare(spark()).images(DrawnDigits.of(3)).output(folder.toString()).execute();
        Shuffle.Result shuffled =
                new Shuffle(spark()).dataset(folder.toString()).execute();

        assertThat(new TestDataset(folder).sorted(RecordKind.PATH)).hasSize(3);
        assertThat(shuffled.epoch().manifest().shards().shards()).hasSize(3);
        assertThat(shuffled.epoch().manifest().configuration()).containsEntry("shards", "3");
    }

    @Test
    void outputThatIsNotEmpty_isRefusedAndNotTouched() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> TestDataset.prepare(spark(), DrawnDigits.of(20), folder))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder + ": the output folder is not empty, it holds notes.txt; choose another --output");
        assertThat(TestDataset.list(folder)).containsExactly(folder.resolve("notes.txt"));
    }

    @Test
    void outputThatIsADataset_isRefusedAndNotTouched() throws IOException {
        TestDataset.prepare(spark(), DrawnDigits.of(20), folder);
        byte[] before = Files.readAllBytes(folder.resolve("dataset.json"));

        assertThatThrownBy(() -> TestDataset.prepare(spark(), DrawnDigits.of(30), folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("already holds a dataset");
        assertThatThrownBy(() -> new Prepare(spark())
                        .images(DrawnDigits.of(30))
                        .output(folder.toString())
                        .plan())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("already holds a dataset");
        assertThat(folder.resolve("dataset.json")).hasBinaryContent(before);
    }

    /** Other tasks are at work when one fails; they may not write after the folder was emptied. */
    @RepeatedTest(3)
    void imageThatCannotBeHad_failsWithItsReasonAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> TestDataset.prepare(spark(), new BrokenDigits(), folder))
                .isExactlyInstanceOf(BadInputException.class)
                .hasMessage("digit 700 cannot be drawn: out of ink");
        assertThat(folder).doesNotExist();

        TestDataset.prepare(spark(), DrawnDigits.of(20), folder);
        assertThat(new TestDataset(folder).open().manifest().records()).isEqualTo(20);
    }

    @Test
    void options_thatMakeNoSense_areRefusedAtOnce() {
        Prepare prepare = new Prepare(spark());

        assertThatThrownBy(() -> prepare.shards(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--shards must be at least 1, found 0");
        assertThatThrownBy(() -> prepare.kinds(EnumSet.noneOf(RecordKind.class)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--kinds is empty, expected path, image or both");
    }

    private static byte[] png(Path file) throws IOException {
        return ((DataBufferByte) ImageIO.read(file.toFile()).getRaster().getDataBuffer()).getData();
    }

    /** A thousand digits, of which one cannot be had. */
    private static final class BrokenDigits implements LabelledImages {

        private final LabelledImages digits = DrawnDigits.of(size());

        @Override
        public String name() {
            return digits.name();
        }

        @Override
        public long size() {
            return 20_000;
        }

        @Override
        public ImageShape shape() {
            return digits.shape();
        }

        @Override
        public SortedMap<Long, Long> labelCounts() {
            return digits.labelCounts();
        }

        @Override
        public LabelledImage image(long index) {
            if (index == 700) {
                throw new BadInputException("digit 700 cannot be drawn: out of ink");
            }
            return digits.image(index);
        }

        @Override
        public List<SourceFile> sourceFiles() {
            return List.of();
        }
    }
}
