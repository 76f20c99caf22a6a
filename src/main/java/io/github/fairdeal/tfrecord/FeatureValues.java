package io.github.fairdeal.tfrecord;

import java.util.Arrays;

/**
 * The values of one {@code tf.train.Feature}, filled again for every feature that is looked at: numbers are decoded,
 * byte strings stay where they are.
 *
 * <p>Accepts what protobuf allows: packed or single values, a list in several pieces (they are one list), another list
 * after the first (the last one counts). Not thread-safe.
 */
public final class FeatureValues {

    // Field numbers of feature.proto.
    private static final int BYTES_LIST = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int FLOAT_LIST = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int INT64_LIST = WireCursor.tag(3, WireCursor.DELIMITED);
    private static final int DELIMITED_VALUE = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int SINGLE_INT64 = WireCursor.tag(1, WireCursor.VARINT);
    private static final int SINGLE_FLOAT = WireCursor.tag(1, WireCursor.FIXED32);

    private final WireCursor wire;
    private FeatureKind kind = FeatureKind.NONE;
    private int count;
    private long[] int64s = new long[16];
    private float[] floats = new float[16];
    private int[] begins = new int[16];
    private int[] ends = new int[16];

    FeatureValues(WireCursor wire) {
        this.wire = wire;
    }

    /** Which list the feature holds. */
    public FeatureKind kind() {
        return kind;
    }

    /** How many values it holds; 0 where {@link #kind()} is NONE. */
    public int count() {
        return count;
    }

    /** Value {@code i} of an int64 feature. */
    public long int64(int i) {
        return int64s[i];
    }

    /** Value {@code i} of a float feature. */
    public float float32(int i) {
        return floats[i];
    }

    /** The array that byte strings lie in. */
    public byte[] buffer() {
        return wire.buffer();
    }

    /** Where byte string {@code i} begins in {@link #buffer()}. */
    public int offset(int i) {
        return begins[i];
    }

    /** Bytes of byte string {@code i}. */
    public int length(int i) {
        return ends[i] - begins[i];
    }

    /** Reads the Feature that lies from {@code begin} to {@code end}. */
    void read(int begin, int end) {
        kind = FeatureKind.NONE;
        count = 0;
        wire.at = begin;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == INT64_LIST) {
                become(FeatureKind.INT64);
                int64List(wire.delimited(end));
            } else if (tag == FLOAT_LIST) {
                become(FeatureKind.FLOAT);
                floatList(wire.delimited(end));
            } else if (tag == BYTES_LIST) {
                become(FeatureKind.BYTES);
                bytesList(wire.delimited(end));
            } else {
                wire.pass(tag, end);
            }
        }
    }

    /** The lists are a oneof: one of another kind takes the place of what was before. */
    private void become(FeatureKind next) {
        if (kind != next) {
            kind = next;
            count = 0;
        }
    }

    private void int64List(int end) {
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == DELIMITED_VALUE) {
                int packedEnd = wire.delimited(end);
                // A varint takes a byte at least.
                int64s = withRoom(int64s, packedEnd - wire.at);
                while (wire.at < packedEnd) {
                    int64s[count++] = wire.varint(packedEnd);
                }
            } else if (tag == SINGLE_INT64) {
                int64s = withRoom(int64s, 1);
                int64s[count++] = wire.varint(end);
            } else {
                wire.pass(tag, end);
            }
        }
    }

    private long[] withRoom(long[] values, int more) {
        return more > values.length - count ? Arrays.copyOf(values, grown(more)) : values;
    }

    private void floatList(int end) {
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == DELIMITED_VALUE) {
                packedFloats(wire.delimited(end));
            } else if (tag == SINGLE_FLOAT) {
                if (end - wire.at < Float.BYTES) {
                    throw wire.malformed();
                }
                packedFloats(wire.at + Float.BYTES);
            } else {
                wire.pass(tag, end);
            }
        }
    }

    private void packedFloats(int end) {
        int bytes = end - wire.at;
        if (bytes % Float.BYTES != 0) {
            throw wire.malformed();
        }
        int more = bytes / Float.BYTES;
        if (more > floats.length - count) {
            floats = Arrays.copyOf(floats, grown(more));
        }
        byte[] buffer = wire.buffer();
        for (int i = 0; i < more; i++) {
            floats[count + i] = Float.intBitsToFloat(Framing.intAt(buffer, wire.at + i * Float.BYTES));
        }
        count += more;
        wire.at = end;
    }

    private void bytesList(int end) {
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == DELIMITED_VALUE) {
                if (count == begins.length) {
                    begins = Arrays.copyOf(begins, grown(1));
                    ends = Arrays.copyOf(ends, begins.length);
                }
                ends[count] = wire.delimited(end);
                begins[count] = wire.at;
                wire.at = ends[count];
                count++;
            } else {
                wire.pass(tag, end);
            }
        }
    }

    /** Capacity for {@code more} values behind those that are there, twice the present number at least. */
    private int grown(int more) {
        return (int) Math.min(Framing.MAX_PAYLOAD_BYTES, Math.max(2L * count, (long) count + more));
    }
}
