package io.github.fairdeal.source;

import io.github.fairdeal.dataset.LabelledImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a drawn digit and its PNG cost, one thread; the baseline of the encoder is {@link ImageIO#write}, which makes a
 * writer for every image.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main SourceBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SourceBenchmark {

    private static final int IMAGES = 1_000;

    private final LabelledImages digits = DrawnDigits.of(IMAGES);
    private final LabelledImage[] drawn = new LabelledImage[IMAGES];
    private final PngEncoder encoder = new PngEncoder();
    private int next;

    public SourceBenchmark() {
        for (int index = 0; index < IMAGES; index++) {
            drawn[index] = digits.image(index);
        }
    }

    @Benchmark
    public LabelledImage drawDigit() {
        return digits.image(next());
    }

    @Benchmark
    public byte[] encodePng() {
        return encoder.encode(drawn[next()]);
    }

    @Benchmark
    public byte[] encodePngBaseline() throws IOException {
        LabelledImage image = drawn[next()];
        BufferedImage gray =
                new BufferedImage(image.shape().width(), image.shape().height(), BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setDataElements(0, 0, gray.getWidth(), gray.getHeight(), image.pixels());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(gray, "png", bytes);
        return bytes.toByteArray();
    }

    private int next() {
        next = (next + 1) % IMAGES;
        return next;
    }
}
