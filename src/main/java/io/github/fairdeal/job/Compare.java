package io.github.fairdeal.job;

import io.github.fairdeal.baseline.ShufflePipeline;
import io.github.fairdeal.baseline.SortedLabels;
import io.github.fairdeal.bias.LabelCounts;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.report.Comparison;
import io.github.fairdeal.report.ComparisonReport;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tensor.TrainedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;

/**
 * Brings a dataset into the orders of the shuffles that people use and of fairdeal's own, measures each order, and
 * trains the same small models on one pass over each. Runs on the driver: an order is observed as it streams by, and
 * training needs the pixels of the whole dataset in memory.
 */
public final class Compare {

    /** Name of the file that holds everything measured. */
    public static final String FILE_NAME = "compare.json";

    /** Folder inside the dataset's, unless said otherwise. */
    public static final String FOLDER = "compare";

    /** Name of fairdeal's own pipeline. */
    public static final String OWN_PIPELINE = EpochOrder.NAME;

    public static final int DEFAULT_SEEDS = 5;
    public static final int DEFAULT_BATCH_SIZE = 20;

    /** Fewer records are no comparison. */
    public static final int LEAST_RECORDS = 100;

    private static final int QUICK_SEEDS = 2;
    private static final int CHECKPOINTS = 20;

    private final SparkSession spark;
    private String dataset;
    private String output;
    private long seed;
    private int seeds = DEFAULT_SEEDS;
    private int mostSeeds = Integer.MAX_VALUE;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private List<TrainedModel> models = List.of(TrainedModel.values());

    /**
     * What was measured, where it was written, and what it took.
     *
     * @param file {@code compare.json}
     * @param isScaled whether the baselines are smaller than the article's, in proportion to the dataset
     */
    public record Result(
            Comparison comparison,
            String folder,
            String file,
            boolean isScaled,
            Duration orders,
            Duration loading,
            Duration training) {}

    public Compare(SparkSession spark) {
        this.spark = spark;
    }

    /** The dataset's folder; required. */
    public Compare dataset(String folder) {
        this.dataset = folder;
        return this;
    }

    /** Where results go; {@value #FOLDER} in the dataset's folder by default. */
    public Compare output(String folder) {
        this.output = folder;
        return this;
    }

    /** First seed of orders and weights, 0 by default; the others follow it. */
    public Compare seed(long first) {
        this.seed = first;
        return this;
    }

    /** Trainings of each model over each pipeline; {@value #DEFAULT_SEEDS} by default. */
    public Compare seeds(int count) {
        this.seeds = requirePositive("--seeds", count);
        return this;
    }

    /** Records a batch, in training and in the article's queue; {@value #DEFAULT_BATCH_SIZE} by default. */
    public Compare batchSize(int records) {
        this.batchSize = requirePositive("--batch-size", records);
        return this;
    }

    /** Trains the softmax model only, with {@value #QUICK_SEEDS} seeds at most. */
    public Compare quick() {
        this.models = List.of(TrainedModel.SOFTMAX);
        this.mostSeeds = QUICK_SEEDS;
        return this;
    }

    /** Compares orders only; works for any number of records. */
    public Compare withoutTraining() {
        this.models = List.of();
        return this;
    }

    /**
     * Runs the comparison and writes it.
     *
     * @throws UsageException if the dataset is too small to compare, has too many labels, or cannot be trained on; or if
     *     batches are so large that the article's queue would hold all records
     * @throws BadInputException if the dataset, an epoch or an image is missing or damaged
     */
    public Result execute() throws IOException {
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        SortedLabels labels = DatasetLabels.of(folder);
        if (labels.records() < LEAST_RECORDS) {
            throw new UsageException("%s: %,d records, expected at least %d to compare their orders"
                    .formatted(folder.folder(), labels.records(), LEAST_RECORDS));
        }
        if (labels.classes() > LabelCounts.MAX_LABELS) {
            throw new UsageException("%s: %,d labels, at most %,d can be compared"
                    .formatted(folder.folder(), labels.classes(), LabelCounts.MAX_LABELS));
        }
        List<Integer> checkpoints = List.of();
        if (!models.isEmpty()) {
            TrainingImages.requireTrainable(folder, labels);
            checkpoints = checkpoints(labels);
        }
        List<ShufflePipeline> pipelines = new ArrayList<>(ShufflePipeline.baselines(labels.records(), batchSize));
        pipelines.add(EpochOrder.pipeline(folder, seed));

        long start = System.nanoTime();
        List<MeasuredOrder> orders = pipelines.stream()
                .map(pipeline -> MeasuredOrder.of(pipeline, seed, labels))
                .toList();
        long ordered = System.nanoTime();
        TrainingImages images = models.isEmpty() ? null : TrainingImages.load(folder, labels);
        long loaded = System.nanoTime();
        Map<TrainedModel, List<List<List<Double>>>> accuracies = train(pipelines, images, checkpoints);
        long trained = System.nanoTime();

        List<Comparison.Pipeline> compared = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            compared.add(orders.get(i)
                    .compared(
                            recordBytes(folder),
                            accuracies.get(TrainedModel.SOFTMAX).get(i),
                            accuracies.get(TrainedModel.CNN).get(i)));
        }
        Comparison comparison = new Comparison(
                folder.folder(),
                labels.records(),
                labels.labels(),
                batchSize,
                MeasuredOrder.windowRecords(labels.records()),
                models.isEmpty() ? 0 : labels.testRecords(),
                checkpoints,
                compared,
                Software.nameAndVersion());
        String target = output == null ? Storage.child(folder.folder(), FOLDER) : storage.resolve(output);
        String file = Storage.child(target, FILE_NAME);
        storage.overwrite(file, Json.bytes(comparison));
        Map<String, OrderSample> samples = orders.stream()
                .collect(Collectors.toMap(order -> order.pipeline().name(), MeasuredOrder::sample));
        for (Map.Entry<String, byte[]> page :
                ComparisonReport.of(comparison, samples).files().entrySet()) {
            storage.overwrite(Storage.child(target, page.getKey()), page.getValue());
        }
        return new Result(
                comparison,
                target,
                file,
                ShufflePipeline.isScaled(labels.records(), batchSize),
                Duration.ofNanos(ordered - start),
                Duration.ofNanos(loaded - ordered),
                Duration.ofNanos(trained - loaded));
    }

    /** Accuracy curves by model, pipeline and seed; no curves for models that are not trained. */
    private Map<TrainedModel, List<List<List<Double>>>> train(
            List<ShufflePipeline> pipelines, TrainingImages images, List<Integer> checkpoints) {
        List<TrainingRun> runs = new ArrayList<>();
        for (TrainedModel model : models) {
            for (ShufflePipeline pipeline : pipelines) {
                LongStream.range(seed, seed + trainings())
                        .mapToObj(run -> new TrainingRun(pipeline, model, run, images, batchSize, checkpoints))
                        .forEach(runs::add);
            }
        }
        Iterator<List<Double>> curves = Trainings.run(runs).iterator();
        Map<TrainedModel, List<List<List<Double>>>> accuracies = new EnumMap<>(TrainedModel.class);
        for (TrainedModel model : TrainedModel.values()) {
            int trainings = models.contains(model) ? trainings() : 0;
            accuracies.put(
                    model,
                    pipelines.stream().map(pipeline -> next(curves, trainings)).toList());
        }
        return accuracies;
    }

    /** Of each model over each pipeline. */
    private int trainings() {
        return Math.min(seeds, mostSeeds);
    }

    private static List<List<Double>> next(Iterator<List<Double>> curves, int count) {
        return IntStream.range(0, count).mapToObj(i -> curves.next()).toList();
    }

    /** Equal steps up to the number of batches that a whole pass has. */
    private List<Integer> checkpoints(SortedLabels labels) {
        int batches = Math.toIntExact((labels.records() - labels.testRecords()) / batchSize);
        if (batches == 0) {
            throw new UsageException("--batch-size %,d is more than the %,d records there are to train on"
                    .formatted(batchSize, labels.records() - labels.testRecords()));
        }
        int points = Math.min(CHECKPOINTS, batches);
        return IntStream.rangeClosed(1, points)
                .mapToObj(point -> Math.toIntExact((long) batches * point / points))
                .toList();
    }

    /** Bytes of an image record as its shard holds it; about that where there are path records only. */
    private static long recordBytes(DatasetFolder folder) {
        return folder.manifest().sorted().stream()
                .filter(set -> set.kind() == RecordKind.IMAGE)
                .mapToLong(set -> set.bytes() / set.records())
                .findFirst()
                .orElse(folder.manifest().shape().bytes());
    }

    private static int requirePositive(String option, int value) {
        if (value < 1) {
            throw new UsageException("%s must be at least 1, found %d".formatted(option, value));
        }
        return value;
    }
}
