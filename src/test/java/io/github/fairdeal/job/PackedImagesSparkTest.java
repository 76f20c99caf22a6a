package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prepare --kinds pack}, and all that comes after it. */
final class PackedImagesSparkTest extends SparkTest {

    private static final DrawnDigits IMAGES = DrawnDigits.of(600);

    @TempDir
    Path above;

    @Test
    void pathRecords_nameRangesThatHoldImageFiles() throws IOException {
        TestDataset dataset = prepare("dataset", 3, PathStyle.ABSOLUTE);

        List<TestRecord> records = TestRecord.read(dataset.sorted(RecordKind.PATH));
        ImageFormat.Encoder encoder = ImageFormat.PNG.encoder();
        assertThat(records).hasSize(600);
        for (TestRecord record : records) {
            PackedImage image = PackedImage.parse(record.path()).orElseThrow();
            byte[] pack = Files.readAllBytes(Path.of(image.pack()));
            assertThat(Arrays.copyOfRange(pack, (int) image.offset(), (int) image.end()))
                    .isEqualTo(encoder.encode(IMAGES.image(record.index())));
        }
    }

    @Test
    void packedDataset_shuffled_isReadToTheLastPixel() throws IOException {
        TestDataset dataset = prepare("dataset", 3, PathStyle.RELATIVE);
        new Shuffle(spark()).dataset(dataset.path()).shards(5).execute();
        assertThat(verify(dataset).execute().problems()).isEmpty();
        Path moved = Files.move(dataset.folder(), above.resolve("moved"));

        BitSet seen = new BitSet();
        try (EpochReader reader = EpochReader.open(Storage.local(), moved.toString(), 0, ReadOptions.defaults())) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    for (int i = 0; i < batch.size(); i++) {
                        seen.set((int) batch.index(i));
                        int bytes = ImageShape.MNIST.bytes();
                        assertThat(Arrays.copyOfRange(batch.pixels().array(), i * bytes, (i + 1) * bytes))
                                .isEqualTo(IMAGES.image(batch.index(i)).pixels());
                    }
                }
            }
        }
        assertThat(seen.cardinality()).isEqualTo(600);
    }

    @Test
    void packs_areListedAndComplete_andThereAreNoOtherImageFiles() throws IOException {
        TestDataset dataset = prepare("dataset", 3, PathStyle.ABSOLUTE);

        DatasetManifest manifest = dataset.open().manifest();
        assertThat(manifest.configuration()).containsEntry("packBytes", "60000");
        assertThat(manifest.packs())
                .extracting(Shard::name)
                .startsWith("pack-00000-of-00006.tfrecord")
                .endsWith("pack-00005-of-00006.tfrecord");
        assertThat(manifest.packs()).allSatisfy(pack -> {
            assertThat(pack.records()).isEqualTo(100);
            assertThat(pack.bytes()).isBetween(40_000L, 60_000L);
            assertThat(dataset.folder().resolve("packs").resolve(pack.name())).hasSize(pack.bytes());
        });
        assertThat(TestDataset.list(dataset.folder()))
                .extracting(entry -> entry.getFileName().toString())
                .containsExactly("dataset.json", "packs", "sorted");
        assertThat(TestDataset.hiddenFiles(dataset.folder())).isEmpty();
    }

    @Test
    void packs_areTheSameBytes_whereverAndHoweverOftenTheyAreWritten() throws IOException {
        Path first = prepare("first", 3, PathStyle.ABSOLUTE).folder().resolve("packs");
        Path second = prepare("second", 3, PathStyle.RELATIVE).folder().resolve("packs");

        assertThat(TestDataset.list(first)).hasSize(12);
        for (Path file : TestDataset.list(first)) {
            assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void verify_damagedPacks_saysSo() throws IOException {
        TestDataset dataset = prepare("dataset", 3, PathStyle.RELATIVE);
        new Shuffle(spark()).dataset(dataset.path()).shards(2).execute();
        assertThat(verify(dataset).readingPacks().execute().problems()).isEmpty();
        Path packs = dataset.folder().resolve("packs");
        Path flipped = packs.resolve("pack-00001-of-00006.tfrecord");
        byte[] bytes = Files.readAllBytes(flipped);
        bytes[bytes.length / 2] ^= 1;
        Files.write(flipped, bytes);

        assertThat(verify(dataset).execute().problems()).as("sizes").isEmpty();
        assertThat(verify(dataset).readingPacks().execute().problems())
                .singleElement()
                .asString()
                .contains("payload checksum mismatch", flipped.getFileName().toString());

        Files.write(flipped, Arrays.copyOf(bytes, bytes.length - 7));
        Files.delete(packs.resolve("pack-00004-of-00006.tfrecord"));
        assertThat(verify(dataset).execute().problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("pack-00001-of-00006", "truncated"))
                .anySatisfy(problem -> assertThat(problem).contains("pack-00004-of-00006", "missing"));
    }

    private Verify verify(TestDataset dataset) {
        return new Verify(spark()).dataset(dataset.path());
    }

    private TestDataset prepare(String name, int shards, PathStyle paths) throws IOException {
        Path folder = above.resolve(name);
        new Prepare(spark())
                .images(IMAGES)
                .output(folder.toString())
                .kinds(EnumSet.of(RecordKind.PATH))
                .paths(paths)
                .shards(shards)
                .packing(60_000)
                .execute();
        return new TestDataset(folder);
    }
}
