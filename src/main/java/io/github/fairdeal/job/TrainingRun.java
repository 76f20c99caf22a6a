package io.github.fairdeal.job;

import io.github.fairdeal.baseline.ShufflePipeline;
import io.github.fairdeal.tensor.TrainedModel;
import io.github.fairdeal.tensor.Training;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One pass of a model over what comes out of a pipeline, test images left out.
 *
 * @param seed of the order and of the initial weights: pipelines begin with the same weights
 * @param checkpoints numbers of batches after which accuracy is measured, ascending
 */
record TrainingRun(
        ShufflePipeline pipeline,
        TrainedModel model,
        long seed,
        TrainingImages images,
        int batchSize,
        List<Integer> checkpoints)
        implements Callable<List<Double>> {

    /** The accuracies, one for each checkpoint that the pipeline has batches for. */
    @Override
    public List<Double> call() {
        List<Double> accuracies = new ArrayList<>();
        Iterator<Long> order = pipeline.orders().apply(seed);
        long taken = 0;
        int batches = 0;
        long[] batch = new long[batchSize];
        int filled = 0;
        try (Training training = new Training(model, images.shape(), images.classes(), seed)) {
            while (taken < pipeline.records() && accuracies.size() < checkpoints.size()) {
                long index = order.next();
                taken++;
                if (images.isTest(index)) {
                    continue;
                }
                batch[filled++] = index;
                if (filled == batchSize) {
                    TrainingImages.Examples examples = images.examples(batch, 0, filled);
                    training.step(examples.pixels(), examples.classes());
                    filled = 0;
                    batches++;
                    if (batches == checkpoints.get(accuracies.size())) {
                        accuracies.add(accuracy(training));
                    }
                }
            }
        }
        return accuracies;
    }

    private double accuracy(Training training) {
        long correct = 0;
        for (TrainingImages.Examples examples : images.tests()) {
            correct += training.correct(examples.pixels(), examples.classes());
        }
        return (double) correct / images.testCount();
    }
}
