package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.LabelledImages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingTest {

    private static final int BATCH = 20;
    private static final LabelledImages DIGITS = DrawnDigits.of(3_500);

    /** Every seventh image is for testing; in an even order all labels take turns. */
    @ParameterizedTest
    @EnumSource
    void model_afterOnePassOverEvenBatches_findsMostDigits(TrainedModel model) {
        try (Training training = new Training(model, DIGITS.shape(), 10, 1)) {
            double before = accuracy(training);
            train(training, false);
            double after = accuracy(training);
            assertThat(before).isLessThan(0.3);
            assertThat(after).isGreaterThan(0.8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void model_afterOnePassOverSortedBatches_hasForgottenMostDigits(TrainedModel model) {
        try (Training training = new Training(model, DIGITS.shape(), 10, 1)) {
            train(training, true);
            assertThat(accuracy(training)).isLessThan(0.4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void training_isTheSameForOneSeed(TrainedModel model) {
        List<Double> accuracies = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            try (Training training = new Training(model, DIGITS.shape(), 10, seed)) {
                accuracies.add(accuracy(training));
                train(training, false);
                accuracies.add(accuracy(training));
            }
        }
        assertThat(accuracies.subList(2, 4)).isEqualTo(accuracies.subList(0, 2));
        assertThat(accuracies.subList(4, 6)).isNotEqualTo(accuracies.subList(0, 2));
    }

    @Test
    void largeAndColouredImages_areAveragedDown() {
        ImageShape shape = new ImageShape(61, 29, 3);
        for (TrainedModel model : TrainedModel.values()) {
            try (Training training = new Training(model, shape, 2, 1)) {
                byte[] pixels = new byte[2 * shape.bytes()];
                Arrays.fill(pixels, shape.bytes(), pixels.length, (byte) 200);
                for (int i = 0; i < 50; i++) {
                    training.step(ByteBuffer.wrap(pixels), new int[] {0, 1});
                }
                assertThat(training.correct(ByteBuffer.wrap(pixels), new int[] {0, 1}))
                        .isEqualTo(2);
            }
        }
    }

    private static void train(Training training, boolean sorted) {
        List<Long> order = new ArrayList<>();
        for (long i = 0; i < DIGITS.size(); i++) {
            long index = sorted ? i : i % 10 * 350 + i / 10;
            if (index % 7 != 0) {
                order.add(index);
            }
        }
        for (int from = 0; from < order.size(); from += BATCH) {
            List<Long> batch = order.subList(from, from + BATCH);
            training.step(pixels(batch), classes(batch));
        }
    }

    private static double accuracy(Training training) {
        List<Long> test = new ArrayList<>();
        for (long index = 0; index < DIGITS.size(); index += 7) {
            test.add(index);
        }
        return (double) training.correct(pixels(test), classes(test)) / test.size();
    }

    private static ByteBuffer pixels(List<Long> indexes) {
        ByteBuffer pixels = ByteBuffer.allocate(indexes.size() * DIGITS.shape().bytes());
        indexes.forEach(index -> pixels.put(DIGITS.image(index).pixels()));
        return pixels.flip();
    }

    private static int[] classes(List<Long> indexes) {
        return indexes.stream()
                .map(DIGITS::image)
                .mapToLong(LabelledImage::label)
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
