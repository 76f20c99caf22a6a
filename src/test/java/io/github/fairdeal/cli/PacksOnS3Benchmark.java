package io.github.fairdeal.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * {@code bench packs} of datasets on an S3 server that keeps them in memory, on this machine: copies what is in the local
 * folders there, which takes three minutes and 6 GB a million files. What is behind the folders goes to the command.
 *
 * <pre>
 * ./jobs/fairdeal prepare --source digits --count 1000000 --kinds pack --paths relative --output packed
 * ./jobs/fairdeal prepare --source digits --count 1000000 --kinds path --paths relative --output files
 * ./jobs/fairdeal shuffle --dataset packed
 * ./jobs/fairdeal shuffle --dataset files
 * mvn -q -Pcluster -DskipTests -DskipDistribution verify dependency:build-classpath \
 *     -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java @conf/jvm.options -Xmx3g -XX:+UseParallelGC \
 *     -cp "target/test-classes:target/classes:$(cat target/test.classpath):target/cluster/s3-client/*" \
 *     io.github.fairdeal.cli.PacksOnS3Benchmark packed files -- --rounds 3
 * </pre>
 */
final class PacksOnS3Benchmark {

    private static final int UPLOADS_AT_ONCE = 6;
    private static final int SHOWN_EVERY = 100_000;

    private PacksOnS3Benchmark() {}

    /** Takes folders of datasets, and options of {@code bench packs} behind {@code --}. */
    public static void main(String[] args) throws Exception {
        List<String> datasets = new ArrayList<>(List.of(args));
        List<String> options = List.of();
        int end = datasets.indexOf("--");
        if (end >= 0) {
            options = List.copyOf(datasets.subList(end + 1, datasets.size()));
            datasets = datasets.subList(0, end);
        }
        Path folder = Files.createTempDirectory("fairdeal-s3");
        try (S3Server server = new S3Server(folder, "-Xmx10g", "-XX:+UseParallelGC")) {
            List<String> remotes = new ArrayList<>();
            for (String dataset : datasets) {
                String name = Path.of(dataset).toAbsolutePath().getFileName().toString();
                upload(Path.of(dataset), name, server);
                remotes.add(server.path(name));
            }
            Path config = folder.resolve("s3.conf");
            Files.write(
                    config,
                    server.settings().entrySet().stream()
                            .map(setting -> "spark.hadoop.%s %s".formatted(setting.getKey(), setting.getValue()))
                            .toList());
            List<String> command = new ArrayList<>(
                    List.of("bench", "packs", "--datasets", String.join(",", remotes), "--config", config.toString()));
            command.addAll(options);
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            Main.run(out, err, command.toArray(String[]::new));
        }
    }

    private static void upload(Path folder, String name, S3Server server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(UPLOADS_AT_ONCE);
        AtomicLong uploaded = new AtomicLong();
        try (Stream<Path> walk = Files.walk(folder)) {
            Iterator<Path> files = walk.filter(Files::isRegularFile).iterator();
            Callable<Void> uploading = () -> {
                for (Path file = next(files); file != null; file = next(files)) {
                    server.put(name + "/" + folder.relativize(file), Files.readAllBytes(file));
                    if (uploaded.incrementAndGet() % SHOWN_EVERY == 0) {
                        System.err.printf("%s: %,d files uploaded%n", name, uploaded.get());
                    }
                }
                return null;
            };
            for (Future<Void> each : threads.invokeAll(Collections.nCopies(UPLOADS_AT_ONCE, uploading))) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Path next(Iterator<Path> files) {
        synchronized (files) {
            return files.hasNext() ? files.next() : null;
        }
    }
}
