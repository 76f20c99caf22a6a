package io.github.fairdeal.cli;

import io.github.fairdeal.job.Signal;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Java process that serves others until it is closed. What it and its children write is kept in a log; they end with
 * this JVM at the latest.
 */
final class Daemon implements AutoCloseable {

    private static final Duration MAX_START = Duration.ofMinutes(2);
    private static final Set<Daemon> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Daemon::kill)));
    }

    private final Process process;
    private final Path log;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class.
     *
     * @param log file to make, or to write over
     * @param arguments of Java: options, the class path, the class and its own arguments
     */
    static Daemon start(Path log, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Launcher.HOME.resolve("conf/jvm.options"));
        command.addAll(arguments);
        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Daemon daemon = new Daemon(builder.start(), log);
        RUNNING.add(daemon);
        return daemon;
    }

    /**
     * A port that nobody listens on, and that the system gives to nobody who asks for any: it lies below those (Linux gives
     * 32768 and above).
     */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // somebody listens
            }
        }
    }

    /** Waits until the log says that it is ready. */
    Daemon await(String ready) throws IOException {
        Patience patience = new Patience(MAX_START, "no '" + ready + "' in " + log);
        while (!Files.readString(log).contains(ready)) {
            if (!process.isAlive()) {
                throw new AssertionError("ended before it was ready: " + Files.readString(log));
            }
            patience.pause();
        }
        return this;
    }

    /** Its children by what their command lines contain, eldest first. */
    List<ProcessHandle> children(String commandLine) {
        Predicate<ProcessHandle> matches =
                child -> child.info().commandLine().orElse("").contains(commandLine);
        return process.toHandle().children().filter(matches).sorted().toList();
    }

    /** Sends a signal to it, not to its children. */
    void signal(Signal signal) throws IOException {
        signal.send(process.toHandle());
    }

    /** The first group of everything in its log that matches so far. */
    Set<String> matches(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(log))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** As {@code kill -9}, all its children with it: what becomes of a machine that loses its power. */
    void kill() {
        List<ProcessHandle> all =
                new ArrayList<>(process.toHandle().descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        RUNNING.remove(this);
    }

    @Override
    public void close() {
        kill();
    }
}
