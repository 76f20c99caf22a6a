package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer hears of whatever ends a thread, and of the end of the reader, and never waits for ever. */
@Timeout(60)
class DecodeThreadsTest {

    private static final int RECORDS = 100;
    private static final int BATCH = 10;

    private final ExecutorService others = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private String shard;

    @BeforeEach
    void write() throws IOException {
        shard = new TestShards(folder).pathShard("paths.tfrecord", 0, RECORDS);
    }

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    /** A loader that runs out of memory in one of its methods, at the call of a number. */
    private static class Failing implements BatchLoader {

        private final String method;
        private final int call;
        private final AtomicInteger calls = new AtomicInteger();

        Failing(String method, int call) {
            this.method = method;
            this.call = call;
        }

        @Override
        public void announce(RecordBatch batch) {
            failIf("announce");
        }

        @Override
        public boolean wantsMore() {
            failIf("wantsMore");
            return false;
        }

        @Override
        public DecodeThreads.Loaded load(RecordBatch batch) {
            failIf("load");
            return new DecodeThreads.Loaded(batch, ReaderMetrics.EMPTY, List.of());
        }

        @Override
        public void close() {}

        private void failIf(String name) {
            if (name.equals(method) && calls.getAndIncrement() == call) {
                throw new OutOfMemoryError("a test's, in " + name);
            }
        }
    }

    @Test
    void next_loaderThrowsAnError_givesItAfterTheBatchesBefore() throws IOException {
        for (String method : List.of("announce", "wantsMore", "load")) {
            for (int call : new int[] {0, 4}) {
                try (EpochReader reader = read(List.of(new Failing(method, call)), pool(-1))) {
                    for (int batch = 0; batch < call; batch++) {
                        assertThat(reader.next().firstPosition()).isEqualTo((long) BATCH * batch);
                    }
                    assertThatThrownBy(reader::next)
                            .isInstanceOf(OutOfMemoryError.class)
                            .hasMessageEndingWith(method);
                    assertThatThrownBy(reader::next).isInstanceOf(OutOfMemoryError.class);
                }
            }
        }
    }

    @Test
    void next_oneOfSeveralLoadersThrowsAnError_givesItAtSomePlace() throws IOException {
        for (String method : List.of("announce", "wantsMore", "load")) {
            List<Failing> loaders = List.of(new Failing("", 0), new Failing(method, 0), new Failing("", 0));
            try (EpochReader reader = read(loaders, pool(-1))) {
                long next = 0;
                Throwable thrown = null;
                while (thrown == null) {
                    try {
                        if (!reader.hasNext()) {
                            break; // the other two have read everything before that one came to anything
                        }
                        Batch batch = reader.next();
                        assertThat(batch.firstPosition()).isEqualTo(next);
                        next = batch.nextPosition();
                    } catch (OutOfMemoryError e) {
                        thrown = e;
                    }
                }
                assertThat(next).isLessThanOrEqualTo(RECORDS);
            }
        }
    }

    @Test
    void next_noMemoryForABatch_saysSoAfterTheBatchesBefore() throws IOException {
        for (int call : new int[] {0, 5}) {
            List<Failing> loaders = List.of(new Failing("", 0), new Failing("", 0));
            try (EpochReader reader = read(loaders, pool(call))) {
                for (int batch = 0; batch < call; batch++) {
                    assertThat(reader.next().firstPosition()).isEqualTo((long) BATCH * batch);
                }
                assertThatThrownBy(reader::next).isInstanceOf(OutOfMemoryError.class);
            }
        }
    }

    @Test
    void close_byAnotherThread_endsTheWaitingForABatch() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        Failing endless = new Failing("", 0) {
            @Override
            public DecodeThreads.Loaded load(RecordBatch batch) {
                loading.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.load(batch);
            }
        };
        EpochReader reader = read(List.of(endless), pool(-1));
        Future<Boolean> consumer = others.submit(reader::hasNext);
        loading.await();

        reader.close();

        assertThatThrownBy(() -> consumer.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the reader is closed");
    }

    @Test
    void close_whileAnEpochIsBeingOpened_closesItAsSoonAsItIs() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean isClosed = new AtomicBoolean();
        BareShards order = new BareShards(Storage.local(), List.of(shard)) {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };
        BatchSequence sequence = new BatchSequence(
                () -> {
                    opening.countDown();
                    awaitUninterruptibly(released);
                    return order;
                },
                ReadOptions.defaults());
        RecordBatch batch = new RecordBatch(BATCH, RecordKind.PATH, TestShards.SHAPE, TestShards.SHAPE);
        Future<Boolean> filled = others.submit(() -> sequence.fill(batch));
        opening.await();

        sequence.close();
        released.countDown();

        assertThatThrownBy(() -> filled.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(isClosed).isTrue();
    }

    @Test
    void close_whileAShardIsBeingOpened_closesItAsSoonAsItIs() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        List<RecordReader> opened = new ArrayList<>();
        BareShards order = new BareShards(Storage.local(), List.of(shard)) {
            @Override
            public RecordReader open(long position) throws IOException {
                opening.countDown();
                awaitUninterruptibly(released);
                opened.add(super.open(position));
                return opened.get(0);
            }
        };
        RecordSource source = new RecordSource(order, 0);
        Future<Boolean> entered = others.submit(source::enter);
        opening.await();

        source.close();
        released.countDown();

        assertThatThrownBy(() -> entered.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(java.nio.channels.ClosedChannelException.class);
        assertThatThrownBy(() -> opened.get(0).next()).isInstanceOf(IOException.class);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean isInterrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A pool that has no memory for the batch of a number; −1 for one that has. */
    private static BatchPool pool(int call) {
        AtomicInteger calls = new AtomicInteger();
        return new BatchPool(BATCH, RecordKind.PATH, TestShards.SHAPE, TestShards.SHAPE, 1) {
            @Override
            RecordBatch take() {
                if (calls.getAndIncrement() == call) {
                    throw new OutOfMemoryError("a test's, for a batch");
                }
                return super.take();
            }
        };
    }

    private EpochReader read(List<? extends BatchLoader> loaders, BatchPool pool) {
        BareShards order = new BareShards(Storage.local(), List.of(shard));
        ReadOptions options = ReadOptions.defaults().withBatchSize(BATCH).withDecodeThreads(loaders.size());
        Iterator<? extends BatchLoader> each = loaders.iterator();
        return EpochReader.start(EpochReader.once(order), each::next, () -> {}, pool, TestShards.SHAPE, options);
    }
}
