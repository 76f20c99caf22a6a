package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EpochLeaseTest {

    /** Leases are as old as their files, so that the time here is the real one. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final Duration GRACE = Duration.ofMinutes(30);

    @TempDir
    Path folder;

    private SmallEpoch epochs;

    @BeforeEach
    void publishTwoAndRetireTheFirst() throws IOException {
        epochs = new SmallEpoch(Storage.local(), folder.toString());
        epochs.publish(new EpochId(5, 0), now);
        epochs.publish(new EpochId(5, 1), now);
        assertThat(retain(now).retired()).containsExactly(0L);
    }

    @Test
    void epochUnderALease_staysBeyondItsGrace_untilTheLeaseIsClosed() throws IOException {
        try (EpochLease lease = take(now)) {
            assertThat(lease.epoch().number()).isZero();
            Retention.Outcome outcome = retain(now.plus(GRACE));

            assertThat(outcome.held()).containsExactly(0L);
            assertThat(outcome.deleted()).isEmpty();
            assertThat(Catalog.of(epochs.dataset(), now).epochs())
                    .extracting(Catalog.Entry::readers)
                    .containsExactly(1, 0);
        }

        assertThat(retain(now.plus(GRACE)).deleted()).containsExactly(0L);
        assertThat(epochs.entries()).containsExactly("epoch-000001");
    }

    @Test
    void leaseOfAReaderThatIsDead_orSilentForTooLong_holdsNothingAndGoes() throws IOException {
        Owner self = Owner.current();
        leave(new Owner(self.processId(), 1, self.place(), self.host()));
        assertThat(retain(now).retired()).containsExactly(0L);
        assertThat(epochs.entries()).noneMatch(name -> name.startsWith(".reading-"));

        leave(new Owner(self.processId(), 1, "00000000", "elsewhere"));
        assertThat(retain(now.plus(GRACE)).held()).containsExactly(0L);
        assertThat(retain(now.plus(Lease.MAX_AGE).plusSeconds(60)).deleted()).containsExactly(0L);
        assertThat(epochs.entries()).containsExactly("epoch-000001");
    }

    /** Not in the last minutes either: the clock of the run that deletes may be ahead. */
    @Test
    void take_graceIsOver_saysSoAndLeavesNothing() throws IOException {
        Instant deadline = now.plus(GRACE);

        assertThatThrownBy(() -> take(deadline.minusSeconds(299)))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "%s: retired, to be deleted from %s on: too late to begin with it; read the latest epoch, or let `fairdeal regenerate` keep more of them (--keep)"
                                .formatted(epochs.epochs().resolve("epoch-000000"), deadline));
        assertThat(epochs.entries()).noneMatch(name -> name.startsWith(".reading-"));

        take(deadline.minusSeconds(301)).close();
    }

    @Test
    void take_epochIsGone_saysSoAndLeavesNothing() throws IOException {
        EpochFolder epoch = EpochFolder.open(epochs.dataset(), 0);
        retain(now.plus(GRACE));

        assertThatThrownBy(() -> EpochLease.take(epoch, Clock.systemUTC()))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("No epoch 0 in ");
        assertThat(epochs.entries()).containsExactly("epoch-000001");
    }

    private EpochLease take(Instant now) throws IOException {
        return EpochLease.take(EpochFolder.open(epochs.dataset(), 0), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Retention.Outcome retain(Instant now) throws IOException {
        return new Retention(1, GRACE).apply(epochs.dataset(), now);
    }

    private void leave(Owner owner) throws IOException {
        Files.createFile(epochs.epochs().resolve(EpochReading.newName(0, owner)));
    }
}
