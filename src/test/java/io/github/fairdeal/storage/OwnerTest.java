package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnerTest {

    private static final Owner SELF = Owner.current();

    @Test
    void tag_ofThisProcess_isReadBack() {
        assertThat(Owner.ofTag(SELF.tag())).contains(SELF);
    }

    @Test
    void tag_ofAHostWithUnderscores_isReadBack() {
        Owner owner = new Owner(17, 1_700_000_000_000L, "0123abcd", "build_host_3");

        assertThat(owner.tag()).isEqualTo("17_1700000000000_0123abcd_build_host_3");
        assertThat(Owner.ofTag(owner.tag())).contains(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "17_1700000000000",
                "17_1700000000000_0123abcd_",
                "x_1_0123abcd_h",
                "-1_1_0123abcd_h",
                "1_1_h"
            })
    void ofTag_somethingElse_isNoOwner(String tag) {
        assertThat(Owner.ofTag(tag)).isEmpty();
    }

    @Test
    void isDead_thisProcess_isAlive() {
        assertThat(SELF.isDead()).isFalse();
    }

    @Test
    void isDead_processThatEnded_isDead() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "-")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        // It reads its standard input, and so lives until that ends.
        Owner owner = new Owner(
                process.pid(), process.info().startInstant().orElseThrow().toEpochMilli(), SELF.place(), SELF.host());
        process.getOutputStream().close();
        process.waitFor();

        assertThat(owner.isDead()).isTrue();
    }

    @Test
    void isDead_anotherProcessHasTheNumberNow_isDead() {
        Owner longAgo = startedEarlier(Duration.ofHours(1));

        assertThat(longAgo.isDead()).isTrue();
    }

    /** Linux gives starts relative to the boot, whose wall-clock time moves when the clock is set. */
    @Test
    void isDead_startDiffersByAClockCorrection_isAlive() {
        assertThat(startedEarlier(Duration.ofSeconds(2)).isDead()).isFalse();
        assertThat(startedEarlier(Duration.ofSeconds(-2)).isDead()).isFalse();
    }

    @Test
    void isDead_startUnknown_isNotSurelyDead() {
        assertThat(new Owner(SELF.processId(), 0, SELF.place(), SELF.host()).isDead())
                .isFalse();
    }

    @Test
    void isDead_inAnotherContainerOfThisHost_isNotSurelyDead() {
        assertThat(new Owner(Long.MAX_VALUE, 1, "00000000", SELF.host()).isDead())
                .isFalse();
    }

    private static Owner startedEarlier(Duration difference) {
        return new Owner(SELF.processId(), SELF.startedAtMillis() - difference.toMillis(), SELF.place(), SELF.host());
    }
}
