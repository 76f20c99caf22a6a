package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ImageListing;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.listing.RecordListing;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.EpochShards;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.source.ImageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that exist already, copied into packs, up to the decoded batch. */
final class PackedListingSparkTest extends SparkTest {

    private static final int PACK_BYTES = 1_000;

    @TempDir
    Path above;

    private ImageTree tree;
    private Map<Long, String> expected;

    @BeforeEach
    void readFromFiles() throws IOException {
        tree = ImageTree.write(above.resolve("images"), 60, 4, 0);
        TestDataset files = new TestDataset(above.resolve("files"));
        prepare(new FolderListing(tree.root().toString()), files).execute();
        expected = pixels(files);
        assertThat(expected).hasSize(60);
    }

    @Test
    void filesOfAFolder_inPacks_giveTheSamePixels() throws IOException {
        TestDataset packed = new TestDataset(above.resolve("packed"));
        prepare(new FolderListing(tree.root().toString()), packed)
                .packing(PACK_BYTES)
                .execute();

        assertSame(packed);
    }

    @Test
    void filesOfAManifest_whoseSizesNobodyKnows_giveTheSamePixelsInAsManyPacks() throws IOException {
        List<String> lines = new ArrayList<>(List.of("path,label"));
        tree.good()
                .forEach((file, label) ->
                        lines.add("\"%s\",%d".formatted(file.toString().replace("\"", "\"\""), label)));
        Path table = Files.write(above.resolve("images.csv"), lines);
        ManifestListing listing = new ManifestListing(table.toString(), null, "path", "label", List.of());
        TestDataset packed = new TestDataset(above.resolve("packed"));
        PrepareListing prepare = prepare(listing, packed).packing(PACK_BYTES);

        prepare.execute();

        assertSame(packed);
    }

    @Test
    void plan_saysAboutWhatPacksTake() throws IOException {
        TestDataset packed = new TestDataset(above.resolve("packed"));
        PrepareListing prepare =
                prepare(new FolderListing(tree.root().toString()), packed).packing(1 << 20);

        long planned = prepare.plan().contents().outputBytes();
        prepare.execute();

        long manifest = Files.size(packed.folder().resolve(DatasetManifest.FILE_NAME));
        assertThat(packed.bytes() - manifest).isCloseTo(planned, Percentage.withPercentage(15));
    }

    @Test
    void imagesOfRecords_inPacks_giveTheSamePixels() throws IOException {
        TestDataset old = new TestDataset(above.resolve("old"));
        prepare(new FolderListing(tree.root().toString()), old)
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .payload(ImagePayload.ENCODED)
                .execute();
        RecordListing listing =
                new RecordListing(old.sortedFolder().toString(), "path_string", null, "label", List.of());
        TestDataset packed = new TestDataset(above.resolve("packed"));
        prepare(listing, packed)
                .kinds(EnumSet.of(RecordKind.PATH))
                .packing(PACK_BYTES)
                .execute();

        assertSame(packed);
    }

    /** Both kinds of one reading of each file. */
    @Test
    void imageAndPackedRecords_atOnce_giveTheSamePixels() throws IOException {
        TestDataset packed = new TestDataset(above.resolve("packed"));
        prepare(new FolderListing(tree.root().toString()), packed)
                .kinds(EnumSet.allOf(RecordKind.class))
                .packing(PACK_BYTES)
                .execute();

        List<TestRecord> images = TestRecord.read(packed.sorted(RecordKind.IMAGE));
        images.forEach(
                image -> assertThat(HexFormat.of().formatHex(image.payload())).isEqualTo(expected.get(image.index())));
        assertThat(images).hasSize(60);
        assertSame(packed);
    }

    private PrepareListing prepare(ImageListing listing, TestDataset dataset) {
        return new PrepareListing(spark())
                .listing(listing)
                .output(dataset.path())
                .shards(3);
    }

    private void assertSame(TestDataset packed) throws IOException {
        assertThat(packed.open().manifest().packs()).hasSizeGreaterThan(6);
        assertThat(pixels(packed)).isEqualTo(expected);
    }

    private Map<Long, String> pixels(TestDataset dataset) throws IOException {
        new Shuffle(spark()).dataset(dataset.path()).shards(3).seed(5).execute();
        Map<Long, String> pixels = new TreeMap<>();
        EpochFolder published = EpochFolder.open(dataset.open(), 0);
        try (EpochReader reader = EpochReader.open(EpochShards.of(published), ReadOptions.defaults())) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    byte[] all = batch.pixels().array();
                    int bytes = ImageTree.SHAPE.bytes();
                    for (int i = 0; i < batch.size(); i++) {
                        byte[] own = Arrays.copyOfRange(all, i * bytes, (i + 1) * bytes);
                        pixels.put(batch.index(i), HexFormat.of().formatHex(own));
                    }
                }
            }
        }
        return pixels;
    }
}
