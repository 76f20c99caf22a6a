package io.github.fairdeal.read;

import com.sun.management.OperatingSystemMXBean;
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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * Images a second over 70,000 PNG files of 28×28 (pen strokes, about 250 bytes each, as MNIST's) and over the same as
 * image records, in random order, page cache warm. Baselines: the same files through {@code Files.readAllBytes} and
 * ImageIO, and a bare loop of this reader's own file and decoder classes, without shards, batches and order, which is
 * its ceiling.
 *
 * <p>A plain program and not JMH, because the contestants take turns, so that a machine that others use as well treats
 * them alike. Arguments: batch size (20), threads (2), rounds (15; the first third is for warming up).
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) io.github.fairdeal.read.EpochReaderBenchmark
 * </pre>
 */
public final class EpochReaderBenchmark {

    private static final int IMAGES = 70_000;
    private static final ImageShape SHAPE = ImageShape.MNIST;
    private static final int FILES_A_FOLDER = 10_000;

    private final int batchSize;
    private final int threads;
    private Path folder;
    private List<String> files;
    private String pathShard;
    private String imageShard;

    private EpochReaderBenchmark(int batchSize, int threads) {
        this.batchSize = batchSize;
        this.threads = threads;
    }

    /** Runs the contest and prints a line each. */
    public static void main(String[] args) throws Exception {
        EpochReaderBenchmark benchmark = new EpochReaderBenchmark(argument(args, 0, 20), argument(args, 1, 2));
        int rounds = argument(args, 2, 15);
        Map<String, Callable<Long>> contestants = new LinkedHashMap<>();
        contestants.put("path records", () -> benchmark.read(benchmark.pathShard, RecordKind.PATH));
        contestants.put("bare loop", benchmark::bareLoop);
        contestants.put("ImageIO", benchmark::imageIo);
        contestants.put("image records", () -> benchmark.read(benchmark.imageShard, RecordKind.IMAGE));
        benchmark.writeFiles();
        try {
            Map<String, List<double[]>> results = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, Callable<Long>> contestant : contestants.entrySet()) {
                    double[] result = measure(contestant.getValue());
                    if (round >= rounds / 3) {
                        results.computeIfAbsent(contestant.getKey(), name -> new ArrayList<>())
                                .add(result);
                    }
                }
            }
            results.forEach(EpochReaderBenchmark::print);
        } finally {
            Storage.local().delete(benchmark.folder.toString());
        }
    }

    /** Seconds and CPU seconds of one reading. */
    private static double[] measure(Callable<Long> contestant) throws Exception {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuBegin = process.getProcessCpuTime();
        long begin = System.nanoTime();
        if (contestant.call() == 0) {
            throw new IllegalStateException("read nothing but black images");
        }
        long end = System.nanoTime();
        return new double[] {(end - begin) / 1e9, (process.getProcessCpuTime() - cpuBegin) / 1e9};
    }

    private static void print(String name, List<double[]> results) {
        double[] rates = results.stream()
                .mapToDouble(result -> IMAGES / result[0])
                .sorted()
                .toArray();
        double[] cpu = results.stream()
                .mapToDouble(result -> result[1] / IMAGES * 1e6)
                .sorted()
                .toArray();
        System.out.printf(
                "%-14s %,9.0f images/s (%,.0f to %,.0f), %5.2f us CPU an image (%.2f to %.2f)%n",
                name,
                rates[rates.length / 2],
                rates[0],
                rates[rates.length - 1],
                cpu[cpu.length / 2],
                cpu[0],
                cpu[cpu.length - 1]);
    }

    private static int argument(String[] args, int number, int otherwise) {
        return args.length > number ? Integer.parseInt(args[number]) : otherwise;
    }

    private void writeFiles() throws IOException {
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

    private long bareLoop() throws Exception {
        return inThreads(next -> () -> {
            FileBytes file = new FileBytes(Storage.local(), new OpenPacks(Storage.local()), 1 << 20);
            byte[] pixels = new byte[SHAPE.bytes()];
            long sum = 0;
            try (ImageDecoder decoder = new ImageDecoder(SHAPE)) {
                for (String path = next.get(); path != null; path = next.get()) {
                    file.read(path);
                    decoder.decode(file.bytes(), file.length(), pixels, 0);
                    sum += pixels[400];
                }
            }
            return sum;
        });
    }

    private long imageIo() throws Exception {
        ImageIO.setUseCache(false);
        return inThreads(next -> () -> {
            long sum = 0;
            for (String path = next.get(); path != null; path = next.get()) {
                byte[] file = Files.readAllBytes(Path.of(path));
                sum += ImageIO.read(new ByteArrayInputStream(file)).getRaster().getSample(14, 14, 0);
            }
            return sum;
        });
    }

    private long read(String shard, RecordKind kind) throws IOException {
        long sum = 0;
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize).withDecodeThreads(threads);
        try (EpochReader reader =
                EpochReader.openShards(Storage.local(), folder.toString(), List.of(shard), kind, SHAPE, options)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    sum += batch.pixels().get(400) + batch.size();
                }
            }
        }
        return sum;
    }

    /** Gives each thread the next file when it asks, as the reader does: fixed halves would wait for the slower thread. */
    private long inThreads(Function<Supplier<String>, Callable<Long>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger given = new AtomicInteger();
            Supplier<String> next = () -> {
                int number = given.getAndIncrement();
                return number < IMAGES ? files.get(number) : null;
            };
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(work.apply(next)));
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
