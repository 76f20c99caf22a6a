package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ManyCallsTest {

    private static final List<Integer> FILES = IntStream.range(0, 40).boxed().toList();

    @Test
    void forEach_oneAtOnce_isInOrderAndHere() throws IOException {
        List<Integer> made = new ArrayList<>();
        Thread here = Thread.currentThread();

        ManyCalls.forEach(1, FILES, file -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            made.add(file);
        });

        assertThat(made).isEqualTo(FILES);
    }

    @Test
    void forEach_fourAtOnce_areFourAndNoMore() throws IOException {
        Queue<Integer> made = new ConcurrentLinkedQueue<>();
        CountDownLatch four = new CountDownLatch(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        ManyCalls.forEach(4, FILES, file -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            four.countDown();
            await(four);
            made.add(file);
            running.decrementAndGet();
        });

        assertThat(made).containsExactlyInAnyOrderElementsOf(FILES);
        assertThat(most).hasValue(4);
    }

    @Test
    @Timeout(60)
    void forEach_oneFails_beginsNoMoreAndLeavesNoneUnderWay() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger made = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();

        assertThatThrownBy(() -> ManyCalls.forEach(2, FILES, file -> {
                    underWay.incrementAndGet();
                    try {
                        both.countDown();
                        await(both);
                        if (file == 0) {
                            throw new IOException("lost");
                        }
                        made.incrementAndGet();
                    } finally {
                        underWay.decrementAndGet();
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("lost");

        assertThat(underWay).hasValue(0);
        assertThat(made.get()).isGreaterThanOrEqualTo(1).isLessThanOrEqualTo(FILES.size() - 1);
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(ManyCalls.THREAD))) {
            Thread.sleep(1); // it has made its last call, and is about to end
        }
    }

    @Test
    void forEach_failsUnchecked_saysSo() {
        assertThatThrownBy(() -> ManyCalls.forEach(2, FILES, file -> {
                    throw new IllegalStateException("closed");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
