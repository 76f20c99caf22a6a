package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.FaultyFiles.Fault;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.MemoryFolder;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing when a call to the store fails, for every call there is. */
final class CrashedPublishTest {

    private static final EpochId ID = new EpochId(5, 2);
    private static final Owner SELF = Owner.current();

    /** This process, had it begun long ago: one that is surely dead. */
    private static final Owner DEAD = new Owner(SELF.processId(), 1, SELF.place(), SELF.host());

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    /** Where an epoch is published. */
    private enum Store {
        RENAMING,
        OBJECTS
    }

    static Stream<Arguments> faults() {
        return Arrays.stream(Store.values())
                .flatMap(store -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(store, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void publish_theProcessDiesAtAnyCall_showsNothingOrAllAndARerunCleansUp(Store store, Fault fault)
            throws IOException {
        everyCall(store, FaultyFiles::dieAfter, fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void publish_anyCallFails_showsNothingOrAllAndARerunCleansUp(Store store, Fault fault) throws IOException {
        everyCall(store, FaultyFiles::failAfter, fault);
    }

    /** As when a store's client has a defect, or was closed. */
    @ParameterizedTest
    @MethodSource("faults")
    void publish_anyCallFailsUnchecked_showsNothingOrAllAndARerunCleansUp(Store store, Fault fault) throws IOException {
        everyCall(store, FaultyFiles::failUncheckedAfter, fault);
    }

    /** How a store is told to fail. */
    private interface Order {
        void give(FaultyFiles files, long calls, Fault fault);
    }

    private void everyCall(Store store, Order order, Fault fault) throws IOException {
        FaultyFiles files = store == Store.RENAMING ? FaultyFiles.local() : FaultyFiles.objects();
        SmallEpoch epoch = new SmallEpoch(files.storage(), folder.toString());
        epoch.publish(ID);
        Map<String, byte[]> undisturbed = published(epoch);
        boolean hasFailed = true;
        for (long calls = 0; hasFailed; calls++) {
            epoch.dataset().storage().delete(epoch.dataset().epochsFolder());
            order.give(files, calls, fault);

            boolean isDone = publishOnce(epoch);

            hasFailed = files.heal();
            String step = "call " + calls;
            boolean isVisible = EpochFolder.find(epoch.dataset(), 2).isPresent();
            assertThat(isVisible || !isDone).as(step).isTrue();
            if (isVisible) {
                assertSame(step, published(epoch), undisturbed);
            }
            Staging.Outcome outcome = epoch.publish(ID);
            assertThat(outcome == Staging.Outcome.PUBLISHED).as(step).isNotEqualTo(isVisible);
            assertSame(step, published(epoch), undisturbed);
            assertThat(epoch.entries()).as(step).containsExactly("epoch-000002");
            assertThat(calls).isLessThan(1_000);
        }
    }

    /** True if it was said to be published. */
    private static boolean publishOnce(SmallEpoch epoch) {
        try (Staging staging = Staging.begin(epoch.dataset(), StagingRun.of(2, DEAD), () -> {})) {
            staging.publish(epoch.write(staging, ID));
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Every file of the published epoch by name; the manifest must be one. */
    private static Map<String, byte[]> published(SmallEpoch epoch) throws IOException {
        Storage storage = epoch.dataset().storage();
        EpochFolder published = EpochFolder.open(epoch.dataset(), 2);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (FileStatus file : storage.list(published.folder())) {
            files.put(file.name(), storage.read(file.path()));
        }
        return files;
    }

    private static void assertSame(String step, Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found).as(step).containsOnlyKeys(expected.keySet()).containsKey(EpochManifest.FILE_NAME);
        found.forEach((name, bytes) -> assertThat(bytes).as(step + ", " + name).isEqualTo(expected.get(name)));
    }
}
