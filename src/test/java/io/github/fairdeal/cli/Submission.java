package io.github.fairdeal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A command under way on a cluster, looked at through the REST interface of Spark's UI. */
final class Submission {

    private static final Duration MAX_WAIT = Duration.ofMinutes(3);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Launcher.Started started;
    private final String api;
    private final Path events;

    /** @param events folder that the application logs its events in, and no other */
    Submission(Launcher.Started started, int uiPort, Path events) {
        this.started = started;
        this.api = "http://127.0.0.1:%d/api/v1/applications".formatted(uiPort);
        this.events = events;
    }

    /**
     * Waits until so many tasks of a stage run at once.
     *
     * @param stage begin of the description of its job, or of its own name
     */
    Submission awaitTasks(String stage, int tasks) throws IOException {
        await(
                "%d tasks of stage '%s' at once".formatted(tasks, stage),
                () -> runningTasks(stage).count() >= tasks);
        return this;
    }

    /** What Spark calls it. */
    String applicationId() throws IOException {
        return get(api).path(0).path("id").asText();
    }

    /** True if an executor runs a task of a stage, as far as the driver knows. */
    boolean isRunningOn(String executorId, String stage) throws IOException {
        return runningTasks(stage)
                .anyMatch(task -> task.path("executorId").asText().equals(executorId));
    }

    /** As {@code kill -9}, in client mode; it must not have ended by itself before. */
    void killDriver() throws IOException {
        started.process().destroyForcibly();
        Outcome outcome = started.outcome();
        if (outcome.exitCode() != 128 + 9) {
            throw new AssertionError("ended before it was killed: " + outcome);
        }
    }

    /** Ends the process on this side, if it has not ended. */
    void abandon() {
        started.process().destroyForcibly();
    }

    /** Waits for the end. */
    Outcome outcome() throws IOException {
        return started.outcome();
    }

    /** What Spark tells of it. */
    EventLog events() throws IOException {
        try (Stream<Path> logs = Files.list(events)) {
            List<Path> all = logs.toList();
            if (all.size() != 1) {
                throw new AssertionError("expected one event log in " + events + ", found " + all);
            }
            return EventLog.read(all.get(0));
        }
    }

    /** A look at a running application. */
    private interface Look {
        boolean seesIt() throws IOException;
    }

    private void await(String what, Look look) throws IOException {
        Patience patience = new Patience(MAX_WAIT, what);
        while (!seesIt(look)) {
            if (!started.process().isAlive()) {
                throw new AssertionError("ended before there was " + what + ": " + started.outcome());
            }
            patience.pause();
        }
    }

    private static boolean seesIt(Look look) {
        try {
            return look.seesIt();
        } catch (IOException e) {
            return false; // the UI is not up yet
        }
    }

    private Stream<JsonNode> runningTasks(String stage) throws IOException {
        String id = applicationId();
        List<JsonNode> tasks = new ArrayList<>();
        for (JsonNode active : get(api + "/" + id + "/stages?status=active&details=true")) {
            if (active.path("description").asText().startsWith(stage)
                    || active.path("name").asText().startsWith(stage)) {
                active.path("tasks").forEach(tasks::add);
            }
        }
        return tasks.stream().filter(task -> task.path("status").asText().equals("RUNNING"));
    }

    private static JsonNode get(String url) throws IOException {
        return MAPPER.readTree(URI.create(url).toURL());
    }
}
