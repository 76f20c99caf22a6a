package io.github.fairdeal.job;

import com.sun.management.OperatingSystemMXBean;
import io.github.fairdeal.shard.SortedRecords;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** Whether a shuffle gathers records where they lie ({@link GatheredShards}) or deals them ({@link DealtShards}). */
public enum Gathering {
    /**
     * Gathers where all tasks run in this process, the sorted shards are local, and one of two holds: half of the memory
     * outside its heap has room for them, so that each is read from disk once and a record costs a few cache lines; or
     * a record is so long that a disk reads it about as fast as if it lay behind the one before.
     */
    AUTO,
    /** Always gathers. */
    ALWAYS,
    /** Never gathers. */
    NEVER;

    /** Measured with 150 KB on a solid-state disk, docs/performance.md; shorter records were not. */
    private static final long LONG_RECORD_BYTES = 64 << 10;

    /** As a person types it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isFor(SparkSession spark, ShuffledShards plan) throws IOException {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                spark.sparkContext().isLocal()
                        && !Storage.isRemote(plan.sortedFolder())
                        && readsWellAnywhere(
                                plan.sorted().records(), plan.sorted().bytes(), memoryForFiles())
                        && SortedRecords.canPick(
                                plan.storage(),
                                plan.sortedFolder(),
                                plan.sorted().shards());
        };
    }

    /** @param memory bytes that are free for the page cache */
    static boolean readsWellAnywhere(long records, long bytes, long memory) {
        return bytes <= memory / 2 || bytes / LONG_RECORD_BYTES >= records;
    }

    /** Bytes of this machine, or of its container, that are not for the heap. */
    private static long memoryForFiles() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    }
}
