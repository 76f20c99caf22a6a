package io.github.fairdeal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Spark wrote down of an application.
 *
 * @param stages by number
 * @param tasks in the order of their ends
 */
record EventLog(Map<Integer, Stage> stages, List<Task> tasks) {

    /**
     * A stage as the UI shows it.
     *
     * @param job description of its job; empty if there is none
     * @param name of its own
     */
    record Stage(String job, String name) {}

    /**
     * An attempt at a task.
     *
     * @param end {@code Success} or why not
     */
    record Task(int stage, String end, boolean isSpeculative) {}

    static EventLog read(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        EventLog log = new EventLog(new TreeMap<>(), new ArrayList<>());
        for (String line : Files.readAllLines(file)) {
            JsonNode event = mapper.readTree(line);
            switch (event.path("Event").asText()) {
                case "SparkListenerStageSubmitted" -> log.add(event.path("Stage Info"), event.path("Properties"));
                case "SparkListenerTaskEnd" ->
                    log.tasks.add(new Task(
                            event.path("Stage ID").asInt(),
                            event.path("Task End Reason").path("Reason").asText(),
                            event.path("Task Info").path("Speculative").asBoolean()));
                default -> {}
            }
        }
        return log;
    }

    private void add(JsonNode stage, JsonNode properties) {
        stages.put(
                stage.path("Stage ID").asInt(),
                new Stage(
                        properties.path("spark.job.description").asText(),
                        stage.path("Stage Name").asText()));
    }

    /**
     * Attempts at tasks of a stage.
     *
     * @param stage begin of the description of its job, or of its own name
     */
    List<Task> tasksOf(String stage) {
        return tasks.stream()
                .filter(task -> {
                    Stage own = stages.get(task.stage());
                    return own.job().startsWith(stage) || own.name().startsWith(stage);
                })
                .toList();
    }
}
