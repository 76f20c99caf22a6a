package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.source.ImageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderListingSparkTest extends SparkTest {

    @TempDir
    Path above;

    @Test
    void folder_becomesPathRecordsByLabelAndPath() throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), 300, 40, 0);

        TestDataset dataset = prepare(tree.root(), "dataset");

        List<TestRecord> records = TestRecord.read(dataset.sorted(RecordKind.PATH));
        Map<Path, Long> found = new TreeMap<>();
        records.forEach(record -> found.put(Path.of(record.path()), record.label()));
        assertThat(found).isEqualTo(tree.good());
        assertThat(records).hasSize(300);
        assertThat(records).extracting(TestRecord::label).isSorted();
        DatasetManifest manifest = dataset.open().manifest();
        assertThat(manifest.source()).isEqualTo("folder");
        assertThat(manifest.shape()).isEqualTo(ImageTree.SHAPE);
        assertThat(manifest.labels()).hasSize(40).contains("猫 0", "line\nfeed 0", "100%25 1");
        for (TestRecord record : records) {
            String name = manifest.labels().get((int) record.label());
            assertThat(record.path()).startsWith(tree.root() + "/" + name + "/");
        }
        assertThat(Files.readAllLines(dataset.folder().resolve("labels.txt")))
                .hasSize(40)
                .contains("line\\nfeed 0", "back\\\\slash 0", "猫 0");
    }

    @Test
    void otherPartitioning_givesTheSameBytes() throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), 200, 7, 0);

        TestDataset one = prepare(tree.root(), "one");
        String before = spark().conf().get("spark.sql.shuffle.partitions");
        spark().conf().set("spark.sql.shuffle.partitions", "31");
        spark().conf().set("spark.sql.adaptive.enabled", "false");
        TestDataset other;
        try {
            other = prepare(tree.root(), "other");
        } finally {
            spark().conf().set("spark.sql.shuffle.partitions", before);
            spark().conf().unset("spark.sql.adaptive.enabled");
        }

        assertThat(TestDataset.list(one.sortedFolder())).isNotEmpty().allSatisfy(file -> assertThat(file)
                .hasSameBinaryContentAs(other.sortedFolder().resolve(file.getFileName())));
    }

    @Test
    void whatIsNoImage_isLeftOutAndCounted() throws IOException {
        Path root = ImageTree.write(above.resolve("images"), 8, 2, 0).root();
        Path someClass = root.resolve("plain 0");
        Files.writeString(someClass.resolve("notes.txt"), "mine");
        Files.writeString(someClass.resolve("Thumbs.db"), "theirs");
        Files.writeString(someClass.resolve(".hidden.png"), "x");
        Files.createDirectories(root.resolve(".git/objects"));
        Files.writeString(root.resolve(".git/objects/a.png"), "x");
        Files.createFile(someClass.resolve("empty.jpg"));
        Files.writeString(root.resolve("stray.png"), "x");
        Files.createSymbolicLink(someClass.resolve("up"), root);
        Files.createSymbolicLink(someClass.resolve("self"), someClass.resolve("self"));
        Files.createSymbolicLink(someClass.resolve("nowhere.png"), root.resolve("missing.png"));
        Files.createDirectories(root.resolve("no images in it"));

        DatasetManifest manifest = prepare(root, "dataset").open().manifest();

        assertThat(manifest.records()).isEqualTo(8);
        assertThat(manifest.leftOut())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("hidden", 2L, "empty", 1L, "not-an-image", 2L, "no-class", 1L, "loop", 1L));
    }

    @Test
    void folderWithoutImages_isRefusedWithWhatWasThere() throws IOException {
        Path root = Files.createDirectories(above.resolve("images/a")).getParent();
        Files.createFile(root.resolve("a/empty.png"));

        assertThatThrownBy(() -> prepare(root, "dataset"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(root + ": holds no images; left out: 1 empty files");
        assertThat(above.resolve("dataset")).doesNotExist();
    }

    @Test
    void orderGiven_isRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> new PrepareListing(spark())
                        .listing(new FolderListing(above.resolve("missing").toString()))
                        .output(above.resolve("dataset").toString())
                        .order(ListingOrder.GIVEN)
                        .plan())
                .isInstanceOf(UsageException.class)
                .hasMessage("--order given: a folder gives its files in no order; use --order label");
    }

    private TestDataset prepare(Path root, String name) throws IOException {
        Path folder = above.resolve(name);
        new PrepareListing(spark())
                .listing(new FolderListing(root.toString()))
                .output(folder.toString())
                .execute();
        return new TestDataset(folder);
    }
}
