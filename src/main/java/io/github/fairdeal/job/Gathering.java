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
     * Gathers where all tasks run in this process, and half of the memory outside its heap has room for the sorted
     * shards: then each is read from disk once, and a record costs a few cache lines.
     */
    AUTO,
    /** Always gathers. */
    ALWAYS,
    /** Never gathers. */
    NEVER;

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
                        && plan.sorted().bytes() <= memoryForFiles() / 2
                        && SortedRecords.canPick(
                                plan.storage(),
                                plan.sortedFolder(),
                                plan.sorted().shards());
        };
    }

    /** Bytes of this machine, or of its container, that are not for the heap. */
    private static long memoryForFiles() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    }
}
