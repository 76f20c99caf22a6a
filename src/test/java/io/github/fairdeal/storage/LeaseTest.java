package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.PublishConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken for dead, and who for alive. */
final class LeaseTest {

    private static final Owner SELF = Owner.current();
    private static final Owner DEAD = new Owner(SELF.processId(), 1, SELF.place(), SELF.host());

    /** Of a container that shares this machine's name and has a process of the same number. */
    private static final Owner ELSEWHERE = new Owner(SELF.processId(), SELF.startedAtMillis(), "00000000", SELF.host());

    @TempDir
    Path folder;

    private Path sign;
    private Lease lease;

    @BeforeEach
    void take() throws IOException {
        sign = folder.resolve(".alive-other");
        lease = Lease.take(Storage.local(), folder.resolve(".alive-own").toString());
    }

    @AfterEach
    void giveUp() throws IOException {
        lease.close();
        assertThat(folder.resolve(".alive-own")).doesNotExist();
    }

    @Test
    void runElsewhere_isAliveUntilItWasSilentForAnHour() throws IOException {
        give(Lease.MAX_AGE.minusMinutes(1));
        assertThat(sees(ELSEWHERE)).isTrue();

        give(Lease.MAX_AGE.plusMinutes(1));
        assertThat(sees(ELSEWHERE)).isFalse();
    }

    /** As on a store whose clock is ahead of everybody's. */
    @Test
    void runElsewhere_whoseSignIsOfTheFuture_isAlive() throws IOException {
        give(Duration.ofDays(-1));

        assertThat(sees(ELSEWHERE)).isTrue();
    }

    @Test
    void runElsewhere_withoutASign_isDead() throws IOException {
        assertThat(sees(ELSEWHERE)).isFalse();
    }

    @Test
    void runHere_isAliveHoweverLongItWasSilent() throws IOException {
        give(Duration.ofDays(2));

        assertThat(sees(SELF)).isTrue();
    }

    @Test
    void runHere_whoseProcessEnded_isDeadHoweverFreshItsSign() throws IOException {
        give(Duration.ZERO);

        assertThat(sees(DEAD)).isFalse();
    }

    @Test
    void requireHeld_theSignIsGone_saysWhatMayHaveHappened() throws IOException {
        lease.requireHeld();
        Files.delete(folder.resolve(".alive-own"));

        assertThatThrownBy(lease::requireHeld)
                .isInstanceOf(PublishConflictException.class)
                .hasMessageContaining(".alive-own: another run removed this sign of life")
                .hasMessageContaining("for more than 60 minutes");
    }

    /** Who lost its own sign is in no position to judge others. */
    @Test
    void withoutAnOwnSign_othersAreAlive_andNoneIsMade() throws IOException {
        give(Duration.ofDays(2));
        Files.delete(folder.resolve(".alive-own"));

        assertThat(sees(ELSEWHERE)).isTrue();
        assertThat(folder.resolve(".alive-own")).doesNotExist();
    }

    private void give(Duration age) throws IOException {
        Files.writeString(sign, "");
        Files.setLastModifiedTime(sign, FileTime.fromMillis(System.currentTimeMillis() - age.toMillis()));
    }

    private boolean sees(Owner owner) throws IOException {
        return lease.seesAlive(sign.toString(), owner);
    }
}
