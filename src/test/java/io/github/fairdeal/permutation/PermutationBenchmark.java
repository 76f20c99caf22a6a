package io.github.fairdeal.permutation;

import io.github.fairdeal.dataset.EpochId;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a record, records in order, on one thread. The bar is 120 ns, the same for any N. Baselines: a shuffled
 * array that is only read (its building is not counted, and 4 bytes a record must fit in memory), and the
 * swap-or-not shuffle, the other way to compute an order.
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main PermutationBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PermutationBenchmark {

    private static final EpochId ID = new EpochId(1, 0);

    /** The permutation, at every N. */
    @State(Scope.Thread)
    public static class Computed {
        @Param({"4096", "70000", "1000000", "10000000", "1000000000", "1000000000000"})
        long records;

        static final int AT_ONCE = 256;

        private final long[] positions = new long[AT_ONCE];
        private Permutation permutation;
        private ShardLayout layout;
        private LongUnaryOperator swapOrNot;
        private long next;

        @Setup
        public void prepare() {
            permutation = Permutation.of(ID, records);
            layout = new ShardLayout(records, 16);
            swapOrNot = Orders.SWAP_OR_NOT.of(ID, records);
        }

        private long next() {
            next = next + 1 < records ? next + 1 : 0;
            return next;
        }
    }

    /** A shuffled array, where it fits. */
    @State(Scope.Thread)
    public static class Tabled {
        @Param({"4096", "70000", "1000000", "10000000"})
        int records;

        private int[] order;
        private int next;

        @Setup
        public void prepare() {
            order = Orders.FISHER_YATES.table(ID, records);
        }
    }

    @Benchmark
    public long position(Computed state) {
        return state.permutation.position(state.next());
    }

    @Benchmark
    public long index(Computed state) {
        return state.permutation.index(state.next());
    }

    /** Several records at a time, as a shuffle asks for them. */
    @Benchmark
    @OperationsPerInvocation(Computed.AT_ONCE)
    public long[] positions(Computed state) {
        state.next = state.next + Computed.AT_ONCE <= state.records ? state.next : 0;
        state.permutation.positions(state.next, state.positions, Computed.AT_ONCE);
        state.next += Computed.AT_ONCE;
        return state.positions;
    }

    /** Position, then shard and slot: what a writer asks for a record. */
    @Benchmark
    public long shardAndSlot(Computed state) {
        long position = state.permutation.position(state.next());
        int shard = state.layout.shardOf(position);
        return shard + position - state.layout.first(shard);
    }

    @Benchmark
    public long swapOrNotBaseline(Computed state) {
        return state.swapOrNot.applyAsLong(state.next());
    }

    @Benchmark
    public int arrayBaseline(Tabled state) {
        state.next = state.next + 1 < state.records ? state.next + 1 : 0;
        return state.order[state.next];
    }
}
