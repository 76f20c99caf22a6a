package io.github.fairdeal.job;

import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.WrittenShard;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Map tasks read slices of the sorted shards and deal the records into blocks per target shard; the blocks go through
 * one Spark shuffle; a task puts the records of one shard into slot order and writes it. Every byte is read once, in
 * order, wherever the sorted shards are.
 */
final class DealtShards implements Serializable {

    private final ShuffledShards plan;
    private final int inputPartitions;
    private final TaskCounter counter;

    /**
     * Deals.
     *
     * @param inputPartitions at least how many tasks read; 0 for twice Spark's parallelism
     * @param counter told of every record twice: when it was dealt, and when it was written
     */
    DealtShards(ShuffledShards plan, int inputPartitions, TaskCounter counter) {
        this.plan = plan;
        this.inputPartitions = inputPartitions;
        this.counter = counter;
    }

    /**
     * Runs.
     *
     * @param sorted the sorted shards with their seek points, which the plan that goes to every task leaves out
     */
    List<WrittenShard> write(JavaSparkContext context, ShardSet sorted) {
        int partitions = inputPartitions > 0 ? inputPartitions : 2 * context.defaultParallelism();
        List<ShardSlice> slices = ShardSlice.divide(plan.sortedFolder(), sorted, partitions);
        context.setCallSite("deal records to their shards");
        JavaPairRDD<Integer, byte[]> dealt = context.parallelize(slices, slices.size())
                .setName("slices of the sorted shards")
                .mapPartitionsToPair(this::deal)
                .setName("records dealt to their shards");
        context.setCallSite("write shards in order");
        return byShard(context, dealt, plan.layout().shards())
                .mapPartitions(blocks -> List.of(assemble(blocks)).iterator())
                .setName("shards written")
                .collect();
    }

    /** Kryo for what goes through the shuffle, pairs of a number and a byte array; it knows no Java records. */
    private static JavaRDD<Tuple2<Integer, byte[]>> byShard(
            JavaSparkContext context, JavaPairRDD<Integer, byte[]> dealt, int shardCount) {
        ClassTag<Integer> number = ClassTag$.MODULE$.apply(Integer.class);
        ClassTag<byte[]> block = ClassTag$.MODULE$.apply(byte[].class);
        ShuffledRDD<Integer, byte[], byte[]> shuffled =
                new ShuffledRDD<>(dealt.rdd(), new NumberPartitioner(shardCount), number, block, block);
        shuffled.setSerializer(new KryoSerializer(context.getConf()));
        shuffled.setName("blocks by shard");
        return JavaPairRDD.fromRDD(shuffled, number, block).map(pair -> pair);
    }

    private Iterator<Tuple2<Integer, byte[]>> deal(Iterator<ShardSlice> own) throws IOException {
        DealtBlocks blocks =
                new DealtBlocks(plan.storage(), own.next(), plan.kind(), plan.permutation(), plan.layout(), counter);
        TaskContext.get().addTaskCompletionListener(task -> {
            try {
                blocks.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return blocks;
    }

    private WrittenShard assemble(Iterator<Tuple2<Integer, byte[]>> blocks) throws IOException {
        int shard = TaskContext.get().partitionId();
        try (HeldBlocks held = TaskMemory.newBlocks();
                ShardWriter writer = plan.writer(shard)) {
            ShardAssembly assembly = new ShardAssembly(plan.layout(), shard, held);
            while (blocks.hasNext()) {
                assembly.add(blocks.next()._2());
            }
            TaskContext.get().taskMetrics().incDiskBytesSpilled(held.spilledBytes());
            assembly.writeTo(writer, counter);
            return writer.finish();
        }
    }
}
