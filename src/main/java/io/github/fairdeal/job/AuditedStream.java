package io.github.fairdeal.job;

import io.github.fairdeal.baseline.BufferShuffle;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What the one task of {@link Audit} does that judges the order in which a training job reads files. One record follows
 * from those before it, so it is sequential; memory is that of the buffer and one open file a reader.
 *
 * @param files in order
 * @param reading how they are read
 * @param outline of the order that comes out
 */
record AuditedStream(List<AuditedFile> files, ReadingOrder reading, OrderOutline outline) implements Serializable {

    private static final int COUNT_EVERY = 10_000;

    /** The order that comes out, as one shard. */
    AuditedOrder observe(Storage storage, LongConsumer counter) throws IOException {
        ShardRecorder recorder = new ShardRecorder(outline, 0);
        OrderSampler sampler = OrderSampler.of(outline.records());
        long position = 0;
        try (InterleavedFiles read = new InterleavedFiles(storage, files, reading.cycle(), reading.block())) {
            Iterator<InterleavedFiles.Observation> stream =
                    reading.buffer() == 1 ? read : new BufferShuffle<>(read, reading.buffer(), reading.seed());
            for (; stream.hasNext() && position < outline.records(); position++) {
                InterleavedFiles.Observation next = stream.next();
                recorder.add(position, next.index(), next.label());
                sampler.add(position, next.index(), next.label());
                if (position % COUNT_EVERY == COUNT_EVERY - 1) {
                    counter.accept(COUNT_EVERY);
                }
            }
            if (position < outline.records() || stream.hasNext()) {
                throw new BadInputException(
                        "%s and others: not as many records as when they were counted, %,d; are they still being written? Audit them again"
                                .formatted(files.get(0).path(), outline.records()));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new AuditedOrder(recorder.snapshot(), sampler.snapshot());
    }
}
