package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedHandoverTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void take_resultsInAnyOrder_givesThemByNumber() throws Exception {
        OrderedHandover<String> handover = new OrderedHandover<>(3);
        handover.put(2, "c");
        handover.put(0, "a");
        handover.end(3, null);
        handover.put(1, "b");

        assertThat(handover.take()).isEqualTo("a");
        assertThat(handover.take()).isEqualTo("b");
        assertThat(handover.take()).isEqualTo("c");
        assertThat(handover.take()).isNull();
        assertThat(handover.take()).isNull();
    }

    @Test
    void awaitRoom_asManyUnderWayAsFit_waitsUntilOneIsTaken() throws Exception {
        OrderedHandover<String> handover = new OrderedHandover<>(2);
        assertThat(handover.awaitRoom(0)).isTrue();
        assertThat(handover.awaitRoom(1)).isTrue();
        CountDownLatch waiting = new CountDownLatch(1);
        Future<Boolean> third = threads.submit(() -> {
            waiting.countDown();
            return handover.awaitRoom(2);
        });
        waiting.await();
        handover.put(1, "b");
        Thread.sleep(50);
        assertThat(third.isDone()).isFalse();

        handover.put(0, "a");
        assertThat(handover.take()).isEqualTo("a");

        assertThat(third.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_someWaitForRoom_sendsThemHome() throws Exception {
        OrderedHandover<String> handover = new OrderedHandover<>(1);
        Future<Boolean> waiting = threads.submit(() -> handover.awaitRoom(1));

        handover.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(handover.awaitRoom(0)).isFalse();
    }

    @Test
    void close_somebodyWaitsForAResult_sendsHimHome() throws Exception {
        OrderedHandover<String> handover = new OrderedHandover<>(2);
        handover.put(1, "b");
        CountDownLatch waiting = new CountDownLatch(1);
        Future<String> result = threads.submit(() -> {
            waiting.countDown();
            return handover.take();
        });
        waiting.await();

        handover.close();

        assertThat(result.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(handover.take()).isNull();
    }

    @Test
    void end_withSomethingInstead_givesItAfterAllResults_againAndAgain() throws Exception {
        OrderedHandover<String> handover = new OrderedHandover<>(2);
        handover.end(1, "broken");
        handover.put(0, "a");

        assertThat(handover.take()).isEqualTo("a");
        assertThat(handover.take()).isEqualTo("broken");
        assertThat(handover.take()).isEqualTo("broken");
    }

    @Test
    void awaitRoom_moreThanFour_wakesWhenAQuarterIsFree_andGivesRoomThatIsThere() throws Exception {
        OrderedHandover<Long> handover = new OrderedHandover<>(8);
        for (long number = 0; number < 8; number++) {
            handover.put(number, number);
        }
        Future<Boolean> waiting = threads.submit(() -> handover.awaitRoom(8));
        Thread.sleep(50);

        assertThat(handover.take()).isZero();
        Thread.sleep(50);
        assertThat(waiting.isDone()).isFalse();
        assertThat(handover.hasRoom(8)).isTrue();
        assertThat(handover.take()).isEqualTo(1);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A quarter is not free, but who takes waits, and would for ever if this were the only thread that works. */
    @Test
    void awaitRoom_whileSomebodyWaitsForAResult_wakesWhenAnyIsFree() throws Exception {
        OrderedHandover<Long> handover = new OrderedHandover<>(8);
        handover.put(0, 0L);
        Future<Boolean> waiting = threads.submit(() -> handover.awaitRoom(8));
        Thread.sleep(50);
        assertThat(handover.take()).isZero();
        Thread.sleep(50);
        assertThat(waiting.isDone()).isFalse();

        Future<Long> result = threads.submit(handover::take);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        handover.put(1, 1L);
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    /** Threads that take turns at waiting for room, as decoding threads do; no wake-up may get lost, whatever the capacity. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16, 37})
    @Timeout(60)
    void handover_manyThreads_neverHoldsMoreThanItsCapacityAndLosesNothing(int capacity) throws Exception {
        long count = 20_000;
        OrderedHandover<Long> handover = new OrderedHandover<>(capacity);
        ReentrantLock turn = new ReentrantLock();
        AtomicLong next = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        AtomicLong furthest = new AtomicLong();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(threads.submit(() -> {
                while (true) {
                    long number;
                    turn.lock();
                    try {
                        number = next.get();
                        if (number == count) {
                            handover.end(count, null);
                            return null;
                        }
                        handover.awaitRoom(number);
                        next.incrementAndGet();
                    } finally {
                        turn.unlock();
                    }
                    furthest.accumulateAndGet(number - taken.get(), Math::max);
                    handover.put(number, number);
                }
            }));
        }
        for (long number = 0; number < count; number++) {
            assertThat(handover.take()).isEqualTo(number);
            taken.incrementAndGet();
            if (number % 1_000 == 0) {
                Thread.sleep(1); // lets the others run into the end of their room
            }
        }
        assertThat(handover.take()).isNull();
        for (Future<?> worker : workers) {
            worker.get();
        }
        assertThat(handover.ready()).isZero();
        // Not below the capacity alone: the test counts a number only after it was taken.
        assertThat(furthest.get()).isBetween(0L, (long) capacity);
    }
}
