package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.source.RejectionLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees in Spark's UI. */
@Timeout(120)
final class JobDescriptionsSparkTest extends SparkTest {

    @TempDir
    Path above;

    /** Collects descriptions of jobs and stages. */
    private static final class Descriptions extends SparkListener {

        private final List<String> jobs = Collections.synchronizedList(new ArrayList<>());
        private final List<String> stages = Collections.synchronizedList(new ArrayList<>());
        private final List<String> stageNames = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> ended = new HashSet<>();
        private final Map<Integer, String> running = new HashMap<>();

        @Override
        public synchronized void onJobStart(SparkListenerJobStart start) {
            jobs.add(description(start.properties()));
            running.put(start.jobId(), description(start.properties()));
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            stages.add(description(stage.properties()));
            stageNames.add(stage.stageInfo().name());
        }

        @Override
        public synchronized void onJobEnd(SparkListenerJobEnd end) {
            ended.add(running.get(end.jobId()));
            notifyAll();
        }

        /** Waits for the last job: listeners are told later than callers go on, and in order. */
        synchronized void awaitJob(String begin) throws InterruptedException {
            while (ended.stream().noneMatch(job -> job.startsWith(begin))) {
                wait();
            }
        }

        private static String description(Properties properties) {
            return String.valueOf(properties.getProperty("spark.job.description"));
        }
    }

    @Test
    void everyJobAndStage_saysWhatItDoes() throws Exception {
        Path folder = above.resolve("dataset");
        Descriptions descriptions = new Descriptions();
        spark().sparkContext().addSparkListener(descriptions);
        try {
            TestDataset dataset = TestDataset.prepare(spark(), DrawnDigits.of(1_000), folder);
            for (Gathering way : List.of(Gathering.ALWAYS, Gathering.NEVER)) {
                new Shuffle(spark())
                        .dataset(dataset.path())
                        .seed(5)
                        .epoch(way == Gathering.ALWAYS ? 3 : 4)
                        .gathering(way)
                        .execute();
            }
            new Verify(spark()).dataset(dataset.path()).epoch(3).execute();
            new Audit(spark()).paths(List.of(dataset.epochFolder(3).toString())).execute();
            new Feed(spark()).dataset(dataset.path()).epoch(3).execute();
            descriptions.awaitJob("feed: ");
        } finally {
            spark().sparkContext().removeSparkListener(descriptions);
        }

        assertThat(descriptions.jobs)
                .containsExactly(
                        "prepare: 1,000 images from digits into 4 sorted shards",
                        "shuffle: 1,000 path records gathered into 16 shards, epoch 3 (seed 5)",
                        "shuffle: 1,000 path records dealt into 16 shards, epoch 4 (seed 5)",
                        "verify: 1,000 records in 4 shards of the sorted shards",
                        "verify: 1,000 records in 16 shards of the epoch 3",
                        "audit: count the records of 16 files",
                        "audit: observe the order of 16 files",
                        "feed: 1,000 records in 16 shards of epoch 3 (seed 5) to TensorFlow, batches of 20");
        assertThat(descriptions.stages).hasSizeGreaterThan(8).isSubsetOf(descriptions.jobs);
        assertThat(descriptions.stageNames)
                .containsOnlyOnce(
                        "write images and sorted shards",
                        "deal records to their shards",
                        "write shards in order",
                        "gather the records of shards",
                        "check the sorted shards",
                        "check the epoch 3",
                        "count records",
                        "feed shards to TensorFlow")
                .contains("observe the order")
                .noneMatch(name -> name.contains(".java:"));
    }

    /** Of listings, of which some stages depend on the files, and of what only measurements run. */
    @Test
    void everyOtherJobAndStage_saysWhatItDoes() throws Exception {
        ImageTree.write(above.resolve("photos"), 60, 5, 20);
        Path manifest =
                Files.writeString(above.resolve("photos.csv"), "path,label\n/a.png,cat\n/b.png,dog\n/b.png,dog\n");
        String synthetic = above.resolve("synthetic").toString();
        Descriptions descriptions = new Descriptions();
        spark().sparkContext().addSparkListener(descriptions);
        try {
            new PrepareListing(spark())
                    .listing(new FolderListing(above.resolve("photos").toString()))
                    .check(CheckMode.DECODE)
                    .maxRejected(new RejectionLimit("10%"))
                    .output(above.resolve("of-folder").toString())
                    .execute();
            new PrepareListing(spark())
                    .listing(new ManifestListing(manifest.toString(), null, "path", "label", List.of()))
                    .shape(new ImageShape(8, 8, 3))
                    .shards(1)
                    .output(above.resolve("of-manifest").toString())
                    .execute();
            new SyntheticRecords(spark())
                    .records(1_000)
                    .labels(10)
                    .output(synthetic)
                    .execute();
            new OrderByRandom(spark().newSession())
                    .execute(synthetic, RecordKind.PATH, above.resolve("random").toString(), 1, 4);
            new PlainCopy(spark())
                    .execute(synthetic, RecordKind.PATH, above.resolve("copy").toString());
            descriptions.awaitJob("bench shuffle: plain copy");
        } finally {
            spark().sparkContext().removeSparkListener(descriptions);
        }

        assertThat(descriptions.jobs).allMatch(job -> job.matches("(prepare|bench index|bench shuffle): .*"));
        assertThat(descriptions.stages).isSubsetOf(descriptions.jobs);
        assertThat(descriptions.stageNames)
                .contains(
                        "list folders",
                        "look into files",
                        "read the manifest",
                        "write sorted shards",
                        "copy shards",
                        "order by random numbers")
                .noneMatch(name -> name.contains(" at "));
    }
}
