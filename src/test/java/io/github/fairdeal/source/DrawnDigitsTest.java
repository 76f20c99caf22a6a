package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

    @Test
    void images_ofTheFirstThousand_areTheSameBytesOnEveryMachine() {
        DrawnDigits digits = DrawnDigits.of(1_000);
        CRC32 crc = new CRC32();
        for (long index = 0; index < digits.size(); index++) {
            crc.update(digits.image(index).pixels());
        }
        assertThat(Long.toHexString(crc.getValue())).isEqualTo("6a41ba9");
    }

    @Property(tries = 50)
    void labels_ofAnyCount_ascendInSlicesEqualToOne(@ForAll @LongRange(min = 1, max = 300) long count) {
        DrawnDigits digits = DrawnDigits.of(count);
        long[] counts = new long[10];
        for (long index = 0; index < count; index++) {
            counts[(int) labelOf(digits, index)]++;
            assertThat(labelOf(digits, index)).isGreaterThanOrEqualTo(labelOf(digits, Math.max(0, index - 1)));
        }
        assertThat(digits.labelCounts().values().stream().mapToLong(Long::longValue))
                .containsExactly(
                        LongStream.of(counts).filter(n -> n > 0).boxed().toArray(Long[]::new));
        assertThat(LongStream.of(counts).max().getAsLong()
                        - LongStream.of(counts).min().getAsLong())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void image_ofAHugeSet_isDrawnAtOnce() {
        DrawnDigits digits = DrawnDigits.of(Long.MAX_VALUE);
        assertThat(digits.image(0).label()).isZero();
        assertThat(digits.image(Long.MAX_VALUE - 1).label()).isEqualTo(9);
        assertThat(digits.labelCounts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void image_drawnByManyThreads_isTheSame() {
        DrawnDigits digits = DrawnDigits.of(2_000);
        List<LabelledImage> parallel =
                LongStream.range(0, 2_000).parallel().mapToObj(digits::image).toList();
        List<LabelledImage> inTurn =
                LongStream.range(0, 2_000).mapToObj(digits::image).toList();
        assertThat(parallel).isEqualTo(inTurn);
    }

    @Test
    void images_ofALabel_allDiffer() {
        DrawnDigits digits = DrawnDigits.of(20_000);
        Set<ByteBuffer> seen = new HashSet<>();
        for (long index = 0; index < digits.size(); index++) {
            assertThat(seen.add(ByteBuffer.wrap(digits.image(index).pixels()))).isTrue();
        }
    }

    @Test
    void image_ofANumber_isTheSameInASetOfAnySize() {
        assertThat(DrawnDigits.of(10).image(7).pixels())
                .isEqualTo(DrawnDigits.of(70_000).image(7 * 7_000).pixels());
    }

    @Test
    void digits_describeThemselves() {
        DrawnDigits digits = DrawnDigits.of(3);
        assertThat(digits.name()).isEqualTo("digits");
        assertThat(digits.size()).isEqualTo(3);
        assertThat(digits.shape()).isEqualTo(ImageShape.MNIST);
        assertThat(digits.sourceFiles()).isEmpty();
        assertThat(digits.labelCounts().keySet()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void of_noneOrOutside_isRefused() {
        assertThatThrownBy(() -> DrawnDigits.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DrawnDigits.of(5).image(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> DrawnDigits.of(5).image(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** They stand in for MNIST in demonstrations that train a small model, so a small model must be able to learn them. */
    @Test
    void digits_heldOut_areRecognisedByASoftmaxClassifier() {
        DrawnDigits digits = DrawnDigits.of(5_000); // 500 of each
        SoftmaxClassifier classifier = new SoftmaxClassifier(784, 10);
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < 20_000; step++) {
            LabelledImage image = digits.image(random.nextInt(10) * 500L + random.nextInt(400));
            classifier.learn(image.pixels(), (int) image.label(), 0.03);
        }
        int right = 0;
        for (int label = 0; label < 10; label++) {
            for (int number = 400; number < 500; number++) {
                if (classifier.classify(digits.image(label * 500L + number).pixels()) == label) {
                    right++;
                }
            }
        }
        System.out.println("softmax classifier on held-out drawn digits: " + right / 10.0 + " %");
        assertThat(right).isBetween(850, 995); // neither unlearnable nor trivial
    }

    private static long labelOf(DrawnDigits digits, long index) {
        return digits.image(index).label();
    }
}
