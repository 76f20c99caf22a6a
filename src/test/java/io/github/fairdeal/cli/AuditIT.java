package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditIT {

    private static final String EPOCH = "digits/epochs/epoch-000000";

    @TempDir
    Path folder;

    @Test
    void report_liesBesideTheEpoch_butNowhereWithNoReport() throws IOException {
        run("prepare --source digits --count 300 --output digits");
        run("shuffle --dataset digits --shards 2");

        Outcome printed = run("audit --no-report --output elsewhere " + EPOCH);

        assertThat(printed.exitCode()).isZero();
        assertThat(printed.out()).startsWith("EVEN: ");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        assertThat(folder.resolve(EPOCH + "/bias.json")).doesNotExist();
        assertThat(folder.resolve(EPOCH + "/report.html")).doesNotExist();

        assertThat(run("audit " + EPOCH).exitCode()).isZero();

        assertThat(folder.resolve(EPOCH + "/bias.json")).isNotEmptyFile();
        assertThat(folder.resolve(EPOCH + "/report.html")).isNotEmptyFile();
        assertThat(folder.resolve(EPOCH + "/figures")).doesNotExist();
    }

    private Outcome run(String arguments) throws IOException {
        return Launcher.in(folder).run(arguments.split(" "));
    }
}
