package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.report.Comparison;
import io.github.fairdeal.source.MnistFiles;
import io.github.fairdeal.source.RealMnist;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareSparkTest extends SparkTest {

    @TempDir
    Path folder;

    @Test
    void digits_trainedQuickly_areWrittenAsMeasured_andTheSameAgain() throws IOException {
        Compare.Result result = quick("first").execute();
        Comparison comparison = result.comparison();

        assertThat(Json.read(Files.readAllBytes(Path.of(result.file())), Comparison.class, result.file()))
                .isEqualTo(comparison);
        assertThat(quick("second").execute().comparison()).isEqualTo(comparison);
        assertThat(result.isScaled()).isTrue();
        assertThat(comparison.records()).isEqualTo(DIGITS.size());
        assertThat(comparison.testImages()).isEqualTo(10 * (300 / 7));
        assertThat(comparison.accuracyBatches()).hasSize(20).endsWith((3_000 - 420) / 20);
        for (Comparison.Pipeline pipeline : comparison.pipelines()) {
            boolean own = pipeline.name().equals("path-epoch");
            assertThat(pipeline.verdict()).as(pipeline.name()).isEqualTo(own ? Verdict.EVEN : Verdict.BIASED);
            assertThat(pipeline.cnnAccuracy()).isEmpty();
            assertThat(pipeline.accuracy()).hasSize(1);
            assertThat(pipeline.labelCounts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(pipeline.records());
            assertThat(pipeline.shuffleBytes() == 0)
                    .isEqualTo(own || pipeline.name().equals("sequential"));
        }
        assertThat(pipeline(comparison, "shuffle-batch-10000").records()).isEqualTo(2_140);
        assertThat(last(pipeline(comparison, "path-epoch"))).isGreaterThan(0.75);
        assertThat(last(pipeline(comparison, "sequential"))).isLessThan(0.3);
    }

    @Test
    void publishedPathEpoch_isReadFromItsShards() throws IOException {
        TestDataset dataset = TestDataset.pathsOnly(2_000, folder.resolve("paths"));
        Comparison permuted = orders(dataset).seed(9).execute().comparison();
        new Shuffle(spark()).dataset(dataset.path()).seed(9).shards(3).execute();

        Comparison published = orders(dataset).execute().comparison();

        assertThat(pipeline(permuted, "path-epoch").description()).contains("seed 9", "would publish");
        assertThat(pipeline(published, "path-epoch").description()).contains("seed 9", "as published");
        assertThat(pipeline(published, "path-epoch").entropy())
                .isEqualTo(pipeline(permuted, "path-epoch").entropy());
        assertThat(pipeline(published, "path-epoch").spearman())
                .isEqualTo(pipeline(permuted, "path-epoch").spearman());
        assertThat(published.accuracyBatches()).isEmpty();
        assertThat(pipeline(published, "path-epoch").accuracy()).isEmpty();
    }

    @Test
    void datasetInTheOrderGiven_isJudgedByTheLabelsOfItsRecords() throws IOException {
        String table = folder.resolve("images.parquet").toString();
        spark().range(0, 3_000, 1, 2)
                .selectExpr("concat('/', id, '.png') AS path", "(id * 7) % 3 AS label")
                .write()
                .parquet(table);
        TestDataset given = new TestDataset(folder.resolve("given"));
        new PrepareListing(spark())
                .listing(new ManifestListing(table, null, "path", "label", List.of()))
                .output(given.path())
                .order(ListingOrder.GIVEN)
                .shape(ImageShape.MNIST)
                .execute();

        Comparison comparison = orders(given).execute().comparison();

        Comparison.Pipeline sequential = pipeline(comparison, "sequential");
        assertThat(sequential.firstAppearance()).isEqualTo(Map.of(0L, 0L, 1L, 1L, 2L, 2L));
        assertThat(sequential.meanEntropy()).isGreaterThan(1.58);
        assertThat(pipeline(comparison, "path-epoch").verdict()).isEqualTo(Verdict.EVEN);
    }

    @Test
    void imagesOfSeveralSizes_areResizedForTraining() throws IOException {
        Path tree = folder.resolve("tree");
        for (int i = 0; i < 140; i++) {
            BufferedImage image = new BufferedImage(8 + i % 5, 8 + i % 3, BufferedImage.TYPE_BYTE_GRAY);
            image.createGraphics().fillRect(0, 0, i % 2 == 0 ? 20 : 2, 20);
            Path file = tree.resolve((i % 2 == 0 ? "full" : "half") + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        TestDataset dataset = new TestDataset(folder.resolve("sizes"));
        new PrepareListing(spark())
                .listing(new FolderListing(tree.toString()))
                .output(dataset.path())
                .shape(new ImageShape(8, 8, 1))
                .execute();

        Comparison comparison = new Compare(spark())
                .dataset(dataset.path())
                .batchSize(5)
                .quick()
                .seeds(5)
                .execute()
                .comparison();

        assertThat(pipeline(comparison, "path-epoch").accuracy())
                .as("curves; quick() is two at most, whichever is said first")
                .hasSize(2)
                .allSatisfy(curve -> assertThat(curve).last().satisfies(accuracy -> assertThat(accuracy)
                        .isGreaterThan(0.9)));
    }

    @Test
    void datasetThatCannotBeTrainedOn_isRefusedInOneLine() throws IOException {
        TestDataset few = TestDataset.pathsOnly(3_000, folder.resolve("few"));
        assertThatThrownBy(() -> new Compare(spark())
                        .dataset(few.path())
                        .batchSize(4_000)
                        .execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--batch-size 4,000");
        TestDataset tiny = TestDataset.pathsOnly(99, folder.resolve("tiny"));
        assertThatThrownBy(() -> orders(tiny).execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("99 records, expected at least 100");
        assertThatThrownBy(() -> new Compare(spark()).seeds(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--seeds must be at least 1, found 0");
    }

    /** The article's claim on the article's data: both models, two seeds. */
    @Test
    @Tag("slow")
    void realMnist_evenOrderWins_forBothModels() throws IOException {
        TestDataset mnist = TestDataset.prepare(spark(), MnistFiles.read(RealMnist.folder()), folder.resolve("mnist"));

        Comparison comparison =
                new Compare(spark()).dataset(mnist.path()).seeds(2).execute().comparison();

        assertThat(comparison.testImages()).isEqualTo(10_000);
        Comparison.Pipeline own = pipeline(comparison, "path-epoch");
        Comparison.Pipeline article = pipeline(comparison, "shuffle-batch-10000");
        assertThat(own.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(article.bufferEstimate()).isBetween(10_040L, 10_060L);
        assertThat(article.firstAppearance()).doesNotContainKey(9L);
        assertThat(last(own)).isGreaterThan(0.9);
        assertThat(own.cnnAccuracy().get(1)).last().satisfies(accuracy -> assertThat(accuracy)
                .isGreaterThan(0.95));
        for (Comparison.Pipeline other : comparison.pipelines()) {
            if (!other.equals(own)) {
                assertThat(last(other)).as(other.name()).isLessThan(last(own) - 0.01);
            }
        }
    }

    private Compare quick(String output) throws IOException {
        return new Compare(spark())
                .dataset(sharedDigits().path())
                .output(folder.resolve(output).toString())
                .seeds(1)
                .quick();
    }

    private Compare orders(TestDataset dataset) {
        return new Compare(spark()).dataset(dataset.path()).withoutTraining();
    }

    private static Comparison.Pipeline pipeline(Comparison comparison, String name) {
        return comparison.pipelines().stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double last(Comparison.Pipeline pipeline) {
        List<Double> curve = pipeline.accuracy().get(0);
        return curve.get(curve.size() - 1);
    }
}
