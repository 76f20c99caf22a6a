package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.storage.PositionedFile;
import io.github.fairdeal.storage.Ranges;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of sorted shards, any of them by its index, through the shards' offset indexes. No memory grows with the
 * number of records.
 *
 * <p>Records are fetched some hundred at a time, so that a processor that waits for memory waits for several of them at
 * once. A store with latency answers one request after another all the same. Not thread-safe.
 */
public final class SortedRecords implements Closeable {

    private static final int AT_ONCE = 256;
    private static final int FEW_BYTES = 8 << 20;

    private final String folder;
    private final List<Shard> shards;
    private final long[] firsts;
    private final double shardsARecord;
    private final List<OpenShard> open = new ArrayList<>();

    /**
     * Where a record lies.
     *
     * @param path of its shard
     * @param offset of its frame in the shard
     * @param record its number in the shard, from 0
     */
    public record Place(String path, long offset, long record) {}

    /** A shard and its offset index. */
    private record OpenShard(OffsetIndex index, PositionedFile file) implements Closeable {

        @Override
        public void close() throws IOException {
            try (index;
                    file) {
                // both are closed, whatever happens to one
            }
        }
    }

    /**
     * Opens all shards of a set.
     *
     * @param shards by their first positions, without a gap
     * @throws UsageException if a shard has no offset index
     * @throws io.github.fairdeal.dataset.BadInputException if a shard or its index has another size than it should
     */
    public SortedRecords(Storage storage, String folder, List<Shard> shards) throws IOException {
        this.folder = folder;
        this.shards = List.copyOf(shards);
        this.firsts = shards.stream().mapToLong(Shard::firstPosition).toArray();
        this.shardsARecord = (double) shards.size()
                / shards.stream().mapToLong(Shard::records).sum();
        try {
            for (Shard shard : shards) {
                open.add(open(storage, folder, shard));
            }
        } catch (IOException | RuntimeException e) {
            try (this) {
                throw e;
            }
        }
    }

    /** True if every shard has an offset index. */
    public static boolean canPick(Storage storage, String folder, List<Shard> shards) throws IOException {
        for (Shard shard : shards) {
            if (!storage.exists(OffsetIndex.path(folder, shard))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where the record at {@code index} lies.
     *
     * @throws io.github.fairdeal.dataset.BadInputException if the offset index of its shard says what cannot be
     */
    public Place place(long index) throws IOException {
        int number = shardOf(index);
        long record = index - firsts[number];
        OffsetIndex offsets = open.get(number).index();
        offsets.seek(record);
        return new Place(Storage.child(folder, shards.get(number).name()), offsets.offset(), record);
    }

    /** Which records come one behind another, asked in order, some of them at a time. */
    @FunctionalInterface
    public interface Order {

        /** Fills in the indexes at {@code count} positions from {@code first} on. */
        void indexes(long first, long[] indexes, int count);
    }

    /**
     * The frames of the records that an epoch has from one position to another: a TFRecord stream, in the epoch's order,
     * with the bytes that the published shards have, one behind another.
     *
     * @param begin first position
     * @param end position behind the last
     */
    public InputStream frames(Permutation permutation, long begin, long end) {
        return frames(permutation::indexes, begin, end);
    }

    /** The same in any order. */
    public InputStream frames(Order order, long begin, long end) {
        return new PickedFrames(order, begin, end);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (OpenShard shard : open) {
            try {
                shard.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static OpenShard open(Storage storage, String folder, Shard shard) throws IOException {
        ShardSlice.whole(folder, shard).requireSize(storage);
        OffsetIndex index = OffsetIndex.findScattered(storage, folder, shard)
                .orElseThrow(() -> new UsageException(
                        "%s: shard has no offset index, so its records cannot be picked out one by one; prepare the dataset again, or publish the epoch with `fairdeal shuffle --gather=never`"
                                .formatted(Storage.child(folder, shard.name()))));
        try {
            return new OpenShard(
                    index,
                    storage.openScattered(
                            Storage.child(folder, shard.name()), shard.bytes() / Math.max(1, shard.records())));
        } catch (IOException | RuntimeException e) {
            try (index) {
                throw e;
            }
        }
    }

    /** Shards are about equally long, so that a guess is right or next to it. */
    private int shardOf(long index) {
        int number = Math.min(firsts.length - 1, (int) (index * shardsARecord));
        while (index < firsts[number]) {
            number--;
        }
        while (number + 1 < firsts.length && index >= firsts[number + 1]) {
            number++;
        }
        return number;
    }

    /** Frames one behind another, fetched a batch at a time. */
    private final class PickedFrames extends InputStream {

        private final Order epochOrder;
        private final long end;
        private final long[] indexes = new long[AT_ONCE];
        private final int[] numbers = new int[AT_ONCE];
        private final long[] begins = new long[AT_ONCE];
        private final long[] frameBytes = new long[AT_ONCE];
        private final Ranges[] ranges = new Ranges[open.size()];
        private final ByShard byShard = new ByShard();

        /** Position of the first record whose place is known; the batch is {@code located} long. */
        private long first;

        private int located;
        /** How many of the batch have been fetched. */
        private int fetched;

        private byte[] frames = {};
        private int at;
        private int filled;

        PickedFrames(Order epochOrder, long begin, long end) {
            this.epochOrder = epochOrder;
            this.first = begin;
            this.end = end;
            Arrays.setAll(ranges, i -> new Ranges());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int copied = 0;
            while (copied < length && (at < filled || fetch())) {
                int count = Math.min(length - copied, filled - at);
                System.arraycopy(frames, at, target, offset + copied, count);
                at += count;
                copied += count;
            }
            return copied == 0 && length > 0 ? -1 : copied;
        }

        /** Fetches the next frames, one at least and as many as make few bytes; false at the end. */
        private boolean fetch() throws IOException {
            if (fetched == located && !locate()) {
                return false;
            }
            long bytes = 0;
            int from = fetched;
            while (fetched < located && (fetched == from || bytes + frameBytes[fetched] <= FEW_BYTES)) {
                ranges[numbers[fetched]].add(begins[fetched], (int) bytes, Math.toIntExact(frameBytes[fetched]));
                bytes += frameBytes[fetched];
                fetched++;
            }
            if (bytes > frames.length) {
                frames = new byte[Math.toIntExact(bytes)];
            }
            for (int number = 0; number < ranges.length; number++) {
                if (ranges[number].count() > 0) {
                    open.get(number).file().readAll(ranges[number], frames);
                    ranges[number].clear();
                }
            }
            at = 0;
            filled = (int) bytes;
            return true;
        }

        /** Looks up where the next batch of records lies; false at the end. */
        private boolean locate() throws IOException {
            first += located;
            located = (int) Math.min(AT_ONCE, end - first);
            fetched = 0;
            if (located <= 0) {
                return false;
            }
            epochOrder.indexes(first, indexes, located);
            for (int i = 0; i < located; i++) {
                numbers[i] = shardOf(indexes[i]);
            }
            byShard.look(located, indexes, numbers, begins, frameBytes);
            return true;
        }
    }

    /** Looks up a batch of records shard by shard. */
    private final class ByShard {

        private final int[] ends = new int[open.size()];
        private final int[] order = new int[AT_ONCE];
        private final long[] records = new long[AT_ONCE];
        private final long[] begins = new long[AT_ONCE];
        private final long[] frameBytes = new long[AT_ONCE];

        void look(int count, long[] indexes, int[] numbers, long[] foundBegins, long[] foundBytes) throws IOException {
            sort(count, indexes, numbers);
            int from = 0;
            for (int number = 0; number < ends.length; number++) {
                if (ends[number] > from) {
                    open.get(number).index().seekAll(records, from, ends[number], begins, frameBytes);
                    from = ends[number];
                }
            }
            for (int i = 0; i < count; i++) {
                foundBegins[order[i]] = begins[i];
                foundBytes[order[i]] = frameBytes[i];
            }
        }

        /** Counting sort; afterwards {@code ends} tells where each shard's records end. */
        private void sort(int count, long[] indexes, int[] numbers) {
            Arrays.fill(ends, 0);
            for (int i = 0; i < count; i++) {
                ends[numbers[i]]++;
            }
            int begin = 0;
            for (int number = 0; number < ends.length; number++) {
                int own = ends[number];
                ends[number] = begin;
                begin += own;
            }
            for (int i = 0; i < count; i++) {
                int place = ends[numbers[i]]++;
                order[place] = i;
                records[place] = indexes[i] - firsts[numbers[i]];
            }
        }
    }
}
