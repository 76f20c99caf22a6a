package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.TestShards;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TUint8;

/**
 * Microseconds to feed one batch of 28×28 gray images, and to make the tensor of its pixels alone: the session's way,
 * and as baseline the one that TensorFlow Java suggests, by a data buffer over the batch's {@code ByteBuffer}.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main FeedSessionBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FeedSessionBenchmark {

    @Param({"20", "128"})
    public int batchSize;

    private Batch batch;
    private FeedSession session;

    @Setup
    public void open() throws IOException {
        Path folder = Files.createTempDirectory("fairdeal-benchmark");
        String shard = new TestShards(folder).imageShard("image.tfrecord", 0, batchSize);
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize);
        try (EpochReader reader = EpochReader.openShards(
                Storage.local(), folder.toString(), List.of(shard), RecordKind.IMAGE, TestShards.SHAPE, options)) {
            batch = reader.next();
        }
        Storage.local().delete(folder.toString());
        Set<Long> labels = LongStream.range(0, TestShards.LABELS).boxed().collect(Collectors.toSet());
        session = FeedSession.open(TestShards.SHAPE, labels);
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public BatchResult run() {
        return session.run(batch);
    }

    @Benchmark
    public long tensor() {
        try (TUint8 tensor = FeedSession.images(batch)) {
            return tensor.numBytes();
        }
    }

    @Benchmark
    public long tensorByDataBuffer() {
        try (TUint8 tensor = TUint8.tensorOf(Shape.of(batchSize, 28, 28, 1), DataBuffers.of(batch.pixels()))) {
            return tensor.numBytes();
        }
    }
}
