package io.github.fairdeal.job;

import java.io.File;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;

/**
 * Memory that Spark's memory manager grants this task, which shares {@code spark.memory.fraction} of the heap with the
 * tasks beside it.
 */
final class TaskMemory extends MemoryConsumer implements HeldBlocks.Memory {

    private TaskMemory(TaskMemoryManager manager) {
        super(manager, manager.pageSizeBytes(), MemoryMode.ON_HEAP);
    }

    /** The blocks of a shard, held by the task that runs here. */
    static HeldBlocks newBlocks() {
        return new HeldBlocks(new TaskMemory(TaskContext.get().taskMemoryManager()), TaskMemory::newFile);
    }

    @Override
    public boolean grant(long bytes) {
        long granted = acquireMemory(bytes);
        if (granted < bytes) {
            freeMemory(granted);
            return false;
        }
        return true;
    }

    /** What is held stays: others have to do with the rest. */
    @Override
    public long spill(long bytes, MemoryConsumer trigger) {
        return 0;
    }

    @Override
    public void close() {
        freeMemory(getUsed());
    }

    /** In {@code spark.local.dir}. */
    private static Path newFile() {
        File file = SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .createTempLocalBlock()
                ._2();
        return file.toPath();
    }
}
