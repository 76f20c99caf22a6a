package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.read.DamagePolicy;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.source.RejectionLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anybody's folder, one file in a hundred damaged and names as bad as they come, all the way to TensorFlow and the report. */
final class SourcesSparkTest extends SparkTest {

    @TempDir
    Path above;

    @Test
    void folderOfAThousand_goesTheWholeWay() throws IOException {
        goTheWholeWay(1_000, 20);
    }

    @Test
    @Tag("slow")
    void folderOfFiftyThousand_goesTheWholeWay() throws IOException {
        goTheWholeWay(50_000, 200);
    }

    private void goTheWholeWay(int files, int classes) throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), files, classes, 100);
        TestDataset dataset = new TestDataset(above.resolve("dataset"));
        int good = files - files / 100;
        assertThat(tree.good()).hasSize(good);

        new PrepareListing(spark())
                .listing(new FolderListing(tree.root().toString()))
                .output(dataset.path())
                .check(CheckMode.DECODE)
                .maxRejected(new RejectionLimit("1%"))
                .execute();
        assertThat(tree.damaged()).hasSize(files / 100);
        assertThat(spark().read()
                        .json(dataset.folder().resolve("rejected.jsonl").toString())
                        .collectAsList())
                .extracting(row -> Path.of(row.<String>getAs("path")))
                .doesNotHaveDuplicates()
                .hasSameElementsAs(tree.damaged());

        new Shuffle(spark()).dataset(dataset.path()).shards(8).seed(7).execute();
        assertThat(new Verify(spark()).dataset(dataset.path()).execute().problems())
                .isEmpty();

        List<TestRecord> shuffled = TestRecord.read(dataset.epoch(0));
        SortedMap<Path, Long> seen = new TreeMap<>();
        Set<Long> indexes = new HashSet<>();
        for (TestRecord record : shuffled) {
            seen.merge(Path.of(record.path()), record.label(), (one, other) -> -1L);
            indexes.add(record.index());
        }
        SortedMap<Path, Long> others = new TreeMap<>(seen);
        others.entrySet().removeAll(tree.good().entrySet());
        assertThat(others).as("of another label, twice, or not there").isEmpty();
        assertThat(seen).hasSize(good);
        assertThat(indexes).hasSize(good);

        Feed.Result fed = new Feed(spark())
                .dataset(dataset.path())
                .options(ReadOptions.defaults().withDamagePolicy(DamagePolicy.FAIL))
                .execute();
        assertThat(fed.shards().stream().mapToLong(ShardFeed::records).sum()).isEqualTo(good);
        SortedMap<Long, Long> counted = new TreeMap<>();
        fed.shards().forEach(shard -> shard.labelCounts().forEach((label, n) -> counted.merge(label, n, Long::sum)));
        assertThat(counted).isEqualTo(dataset.open().manifest().labelCounts());

        String epoch = dataset.folder().resolve("epochs/epoch-000000").toString();
        Audit.Result audited =
                new Audit(spark()).paths(List.of(epoch)).keptBesideEpoch().execute();
        assertThat(audited.report().verdict()).isNotEqualTo(Verdict.BIASED);
        assertThat(Path.of(epoch, "report.html")).isNotEmptyFile();
        assertThat(dataset.open().manifest().sorted(RecordKind.PATH).records()).isEqualTo(good);
    }
}
