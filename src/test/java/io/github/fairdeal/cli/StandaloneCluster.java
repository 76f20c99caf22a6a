package io.github.fairdeal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fairdeal.job.Signal;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Spark's standalone cluster on loopback: a master and workers, each a process. A worker has two cores, so that a driver
 * in cluster mode finds room beside the executors, of which an application has two, on workers of their own. Each has an
 * address of its own: what is on the same host Spark does not fetch from its process, and gives no second attempts to.
 */
final class StandaloneCluster implements AutoCloseable {

    /** Every address of 127.0.0.0/8 is this machine's, on Linux. */
    private static final String LOOPBACK = "127.0.0.";

    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final SparkHome home;
    private final Path folder;
    private final String url;
    private final int masterUiPort;
    private final Daemon master;
    private final List<Daemon> workers = new ArrayList<>();
    private final List<Submission> submissions = new CopyOnWriteArrayList<>();
    private int startedWorkers;

    /**
     * Starts a master and two workers.
     *
     * @param folder to be made again, for logs, {@code master.log}, {@code worker-0.log}, and {@code work} with those of the executors
     */
    StandaloneCluster(SparkHome home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        Storage.local().delete(folder.toString());
        int port = Daemon.freePort();
        this.masterUiPort = Daemon.freePort();
        this.url = "spark://127.0.0.1:" + port;
        this.master = start(
                        "master", LOOPBACK + 1, "master.Master", "--port", "" + port, "--webui-port", "" + masterUiPort)
                .await("ALIVE");
        addWorker();
        addWorker();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> submissions.forEach(Submission::abandon)));
    }

    /** What {@code --master} takes. */
    String url() {
        return url;
    }

    /** Starts one more worker. */
    void addWorker() throws IOException {
        int number = startedWorkers++;
        workers.add(start(
                        "worker-" + number,
                        LOOPBACK + (2 + number),
                        "worker.Worker",
                        "--cores",
                        "2",
                        "--memory",
                        "2g",
                        "--webui-port",
                        "0",
                        "--work-dir",
                        work(),
                        url)
                .await("Successfully registered with master"));
    }

    /**
     * Stops an executor that runs a task of a stage, so that the task does not end before what comes next.
     *
     * @param stage begin of the description of its job, or of its own name
     */
    ProcessHandle stopExecutorIn(Submission submission, String stage) throws IOException {
        Patience patience = new Patience(Duration.ofMinutes(3), "an executor stopped in stage '" + stage + "'");
        while (true) {
            submission.awaitTasks(stage, 1);
            for (ProcessHandle executor : executors(submission.applicationId())) {
                Signal.STOP.send(executor);
                patience.settle(); // what it said before it was stopped arrives, and the UI tells it
                if (submission.isRunningOn(argument(executor, "--executor-id"), stage)) {
                    return executor;
                }
                Signal.CONT.send(executor);
            }
            patience.pause();
        }
    }

    /** As {@code kill -9}: the worker that runs an executor, with it. */
    void killWorkerOf(ProcessHandle executor) {
        Daemon worker = workers.stream()
                .filter(each -> each.children(EXECUTOR).contains(executor))
                .findFirst()
                .orElseThrow();
        workers.remove(worker);
        worker.kill();
    }

    /** Those of one application: some of the one before may not have ended yet. */
    private List<ProcessHandle> executors(String applicationId) throws IOException {
        List<ProcessHandle> executors = new ArrayList<>();
        for (Daemon worker : workers) {
            for (ProcessHandle executor : worker.children(EXECUTOR)) {
                if (argument(executor, "--app-id").equals(applicationId)) {
                    executors.add(executor);
                }
            }
        }
        return executors;
    }

    /** What stands behind an option in the command line of a process; empty if it has ended. */
    private static String argument(ProcessHandle process, String option) throws IOException {
        Path commandLine = Path.of("/proc/" + process.pid() + "/cmdline");
        try {
            List<String> words = List.of(Files.readString(commandLine).split("\\x00"));
            int place = words.indexOf(option);
            return place < 0 ? "" : words.get(place + 1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /**
     * Begins a command as a user does.
     *
     * @param settings of Spark, beside those that every command here has
     * @param options of the command, and of spark-submit behind {@code --}
     */
    Submission submit(Path currentFolder, Map<String, String> settings, String command, String... options)
            throws IOException {
        int uiPort = Daemon.freePort();
        Path events = Files.createDirectories(folder.resolve("events").resolve(command + "-" + submissions.size()));
        Map<String, String> all = new TreeMap<>(Map.of(
                "spark.ui.port", "" + uiPort,
                "spark.port.maxRetries", "0", // else the UI of an unlucky run is at another port, and nobody knows
                "spark.eventLog.enabled", "true",
                "spark.eventLog.dir", events.toUri().toString(),
                "spark.cores.max", "2",
                "spark.executor.cores", "1",
                "spark.executor.memory", "1g",
                "spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1"));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>(List.of(options));
        if (!arguments.contains("--")) {
            arguments.add("--");
        }
        arguments.addAll(List.of("--master", url));
        all.forEach((name, value) -> arguments.addAll(List.of("--conf", name + "=" + value)));
        Launcher.Started started = home.launcher(command, currentFolder).start(arguments.toArray(String[]::new));
        Submission submission = new Submission(started, uiPort, events);
        submissions.add(submission);
        return submission;
    }

    /** Runs a command to its end. */
    Outcome run(Path currentFolder, String command, String... options) throws IOException {
        return submit(currentFolder, Map.of(), command, options).outcome();
    }

    /** Names of the applications that workers have run. */
    List<String> applications() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(work()))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("app-"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * A driver in cluster mode.
     *
     * @param state it ended in, as the master says
     * @param folder on its worker
     */
    record Driver(String state, Path folder) {}

    /** The last driver that ended. */
    Driver lastDriver() throws IOException {
        JsonNode drivers = new ObjectMapper()
                .readTree(URI.create("http://127.0.0.1:%d/json/".formatted(masterUiPort))
                        .toURL())
                .path("completeddrivers");
        JsonNode last = StreamSupport.stream(drivers.spliterator(), false)
                .max(Comparator.comparing(driver -> driver.path("id").asText()))
                .orElseThrow();
        return new Driver(
                last.path("state").asText(), Path.of(work(), last.path("id").asText()));
    }

    /** Stops everything, drivers too. Logs stay, copies of jars go. */
    @Override
    public void close() throws IOException {
        submissions.forEach(Submission::abandon);
        workers.forEach(Daemon::close);
        master.close();
        try (Stream<Path> files = Files.walk(Path.of(work()))) {
            files.filter(file -> file.toString().endsWith(".jar")).forEach(StandaloneCluster::delete);
        }
    }

    private Daemon start(String name, String host, String main, String... arguments) throws IOException {
        Map<String, String> environment = home.environment();
        environment.put("SPARK_LOCAL_IP", host);
        List<String> all = new ArrayList<>(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home.classPath(),
                "org.apache.spark.deploy." + main,
                "--host",
                host));
        all.addAll(List.of(arguments));
        return Daemon.start(folder.resolve(name + ".log"), environment, all);
    }

    private String work() {
        return folder.resolve("work").toString();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
