package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.ParseResult;

/** The examples in {@code jobs/schedule}: their formats can be read, and fairdeal understands the commands in them. */
final class SchedulesTest {

    private static final Path SCHEDULES = Path.of("jobs", "schedule");

    @TempDir
    Path folder;

    /** Runs the line as cron does, with a fairdeal that finds an epoch biased. */
    @Test
    void cron_keepsTheResultMessagesAndTheExitCode() throws Exception {
        String line = lineWith("fairdeal.cron", "2-8 * * *");
        assertThat(line).startsWith("17 2-8 * * * fairdeal ").doesNotContain("%");
        Path fairdeal =
                Launcher.script(folder.resolve("fairdeal"), "#!/bin/sh", "echo $@", "echo not published >&2", "exit 6");

        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        line.replace("17 2-8 * * * fairdeal ", "")
                                .replace("/var/log/fairdeal", folder.toString())
                                .replace("/opt/fairdeal/jobs/fairdeal", fairdeal.toString()))
                .start();

        assertThat(shell.waitFor()).isZero();
        assertThat(folder.resolve("regenerate.log"))
                .hasContent("not published\nfairdeal regenerate ended with exit code 6\n");
        String arguments = Files.readString(folder.resolve("regenerate.jsonl")).strip();
        assertRegenerates(List.of(arguments.split(" ")));
    }

    @Test
    void systemd_startsTheServiceOfTheTimersName() throws IOException {
        String command = lineWith("fairdeal-regenerate.service", "ExecStart=");

        assertRegenerates(command.substring("ExecStart=".length()));
        assertThat(SCHEDULES.resolve("fairdeal-regenerate.service")).content().contains("Type=oneshot", "[Unit]");
        assertThat(SCHEDULES.resolve("fairdeal-regenerate.timer"))
                .content()
                .contains("OnCalendar=*-*-* 02..08:17:00", "WantedBy=timers.target");
    }

    /** Runs the file with an Airflow of a few lines, which prints what the operator was given. */
    @Test
    void airflow_theDagOfOneTaskCanBeLoaded() throws Exception {
        assumeTrue(hasPython(), "no python3 here");
        for (String module : List.of("airflow", "airflow/operators")) {
            Files.createDirectories(folder.resolve(module));
        }
        Files.writeString(
                folder.resolve("airflow/__init__.py"),
                """
                class DAG:
                    def __init__(self, dag_id, description, start_date, schedule, catchup, max_active_runs, dagrun_timeout):
                        print(dag_id)
                        print(schedule)

                    def __enter__(self):
                        return self

                    def __exit__(self, *failure):
                        pass
                """);
        Files.createFile(folder.resolve("airflow/operators/__init__.py"));
        Files.writeString(
                folder.resolve("airflow/operators/bash.py"),
                """
                class BashOperator:
                    def __init__(self, task_id, bash_command, env, append_env, retries):
                        print(bash_command)
                """);

        ProcessBuilder run = new ProcessBuilder("python3", "-B", SCHEDULES.resolve("fairdeal_regenerate.py") + "");
        run.environment().put("PYTHONPATH", folder.toString());
        Process python = run.redirectErrorStream(true).start();
        List<String> printed = python.inputReader().lines().toList();

        assertThat(python.waitFor()).as("%s", printed).isZero();
        assertThat(printed).startsWith("fairdeal_regenerate", "17 2-8 * * *").hasSize(3);
        assertRegenerates(printed.get(2).replace("/jobs/regenerate ", "/jobs/fairdeal regenerate "));
    }

    @Test
    void kubernetesCronJob_canBeRead() throws IOException {
        Map<String, Object> job = yaml("kubernetes-cronjob.yaml");

        assertThat(job).containsEntry("apiVersion", "batch/v1").containsEntry("kind", "CronJob");
        assertThat(at(job, "spec", "schedule")).isEqualTo("17 2-8 * * *");
        assertThat(at(job, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
        Map<?, ?> pod = (Map<?, ?>) at(job, "spec", "jobTemplate", "spec", "template", "spec");
        assertThat(at(pod, "restartPolicy")).isEqualTo("Never");
        Map<?, ?> container = (Map<?, ?>) ((List<?>) at(pod, "containers")).get(0);
        assertThat(at(container, "command")).isEqualTo(List.of("/opt/fairdeal/jobs/fairdeal"));
        assertRegenerates((List<?>) at(container, "args"));
    }

    @Test
    void scheduledSparkApplication_canBeRead() throws IOException {
        Map<String, Object> application = yaml("scheduled-spark-application.yaml");

        assertThat(application)
                .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
                .containsEntry("kind", "ScheduledSparkApplication");
        assertThat(at(application, "spec", "schedule")).isEqualTo("17 2-8 * * *");
        assertThat(at(application, "spec", "template", "mainClass")).isEqualTo(Main.class.getName());
        assertRegenerates((List<?>) at(application, "spec", "template", "arguments"));
    }

    private static void assertRegenerates(String command) {
        List<String> words = Arrays.asList(command.split(" "));
        assertThat(words.get(0)).isEqualTo("/opt/fairdeal/jobs/fairdeal");
        int behind = words.indexOf("--");
        assertRegenerates(words.subList(1, behind < 0 ? words.size() : behind));
    }

    /** What Airflow, Kubernetes and the rest hand over is what the command takes. */
    private static void assertRegenerates(List<?> arguments) {
        ParseResult parsed = new Main()
                .commandLine()
                .parseArgs(arguments.stream().map(String::valueOf).toArray(String[]::new))
                .subcommand();

        assertThat(parsed.commandSpec().name()).isEqualTo("regenerate");
        assertThat(parsed.matchedOption("--every").stringValues()).containsExactly("20h");
    }

    private static String lineWith(String file, String part) throws IOException {
        List<String> found = Files.readAllLines(SCHEDULES.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && line.contains(part))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Map<String, Object> yaml(String file) throws IOException {
        return new Yaml().load(Files.readString(SCHEDULES.resolve(file)));
    }

    private static Object at(Map<?, ?> map, String... path) {
        Object value = map;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            Process python = new ProcessBuilder("python3", "--version").start();
            return python.waitFor(1, TimeUnit.MINUTES) && python.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
