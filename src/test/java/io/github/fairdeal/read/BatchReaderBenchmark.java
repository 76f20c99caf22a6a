package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images a second over 70,000 PNG files of 28×28 (pen strokes, about 250 bytes each, as MNIST's) and over the same as
 * image records, in random order, page cache warm. Baselines: the same files through {@code Files.readAllBytes} and
 * ImageIO, and a bare loop of this reader's own file and decoder classes, without shards, batches and order.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main BatchReaderBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(BatchReaderBenchmark.IMAGES)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BatchReaderBenchmark {

    static final int IMAGES = 70_000;
    private static final ImageShape SHAPE = ImageShape.MNIST;
    private static final int FILES_A_FOLDER = 10_000;

    @Param("20")
    public int batchSize;

    @Param("2")
    public int threads;

    private Path folder;
    private List<String> files;
    private String pathShard;
    private String imageShard;

    @Setup
    public void writeFiles() throws IOException {
        folder = Files.createTempDirectory("fairdeal-benchmark");
        files = new ArrayList<>();
        pathShard = folder.resolve("path.tfrecord").toString();
        imageShard = folder.resolve("image.tfrecord").toString();
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < IMAGES; index++) {
            order.add(index);
        }
        Collections.shuffle(order, new Random(1));
        ExampleEncoder paths = new ExampleEncoder(RecordKind.PATH);
        ExampleEncoder images = new ExampleEncoder(RecordKind.IMAGE);
        try (RecordWriter pathWriter = new RecordWriter(Files.newOutputStream(Path.of(pathShard)));
                RecordWriter imageWriter = new RecordWriter(Files.newOutputStream(Path.of(imageShard)))) {
            for (int index : order) {
                BufferedImage image = strokes(new Random(index));
                Path file = folder.resolve("images/%05d/%d.png".formatted(index / FILES_A_FOLDER, index));
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
                files.add(file.toString());
                paths.encode(index, index % 10, file.toString().getBytes(StandardCharsets.UTF_8));
                pathWriter.write(paths.buffer(), 0, paths.length());
                images.encode(
                        index, index % 10, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
                imageWriter.write(images.buffer(), 0, images.length());
            }
        }
    }

    @TearDown
    public void deleteFiles() throws IOException {
        Storage.local().delete(folder.toString());
    }

    @Benchmark
    public long pathRecords() throws IOException {
        return read(pathShard, RecordKind.PATH);
    }

    @Benchmark
    public long imageRecords() throws IOException {
        return read(imageShard, RecordKind.IMAGE);
    }

    @Benchmark
    public long bareLoop() throws Exception {
        return inThreads(part -> () -> {
            FileBytes file = new FileBytes(Storage.local(), 1 << 20);
            byte[] pixels = new byte[SHAPE.bytes()];
            long sum = 0;
            try (ImageDecoder decoder = new ImageDecoder(SHAPE)) {
                for (String path : part) {
                    file.read(path);
                    decoder.decode(file.bytes(), file.length(), pixels, 0);
                    sum += pixels[400];
                }
            }
            return sum;
        });
    }

    @Benchmark
    public long imageIo() throws Exception {
        ImageIO.setUseCache(false);
        return inThreads(part -> () -> {
            long sum = 0;
            for (String path : part) {
                byte[] file = Files.readAllBytes(Path.of(path));
                sum += ImageIO.read(new ByteArrayInputStream(file)).getRaster().getSample(14, 14, 0);
            }
            return sum;
        });
    }

    private long read(String shard, RecordKind kind) throws IOException {
        long sum = 0;
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize).withDecodeThreads(threads);
        try (BatchReader reader =
                BatchReader.open(Storage.local(), folder.toString(), List.of(shard), kind, SHAPE, 0, options)) {
            while (reader.hasNext()) {
                Batch batch = reader.next();
                sum += batch.pixels().get(400) + batch.size();
            }
        }
        return sum;
    }

    private long inThreads(java.util.function.Function<List<String>, Callable<Long>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(work.apply(files.subList(i * IMAGES / threads, (i + 1) * IMAGES / threads))));
            }
            long sum = 0;
            for (Future<Long> result : results) {
                sum += result.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }

    private static BufferedImage strokes(Random random) {
        BufferedImage image = new BufferedImage(SHAPE.width(), SHAPE.height(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Path2D path = new Path2D.Double();
        path.moveTo(place(random), place(random));
        path.curveTo(place(random), place(random), place(random), place(random), place(random), place(random));
        path.lineTo(place(random), place(random));
        pen.draw(path);
        pen.dispose();
        return image;
    }

    private static double place(Random random) {
        return 5 + 18 * random.nextDouble();
    }
}
