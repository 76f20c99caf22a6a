package io.github.fairdeal.tfrecord;

/**
 * A place in a protobuf message: reads tags, lengths and varints, and passes over what nobody asked for. No method reads
 * beyond the {@code end} it is given. Source: protobuf's "Encoding" guide.
 */
final class WireCursor {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int GROUP_BEGIN = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private final String message;
    private RecordReader reader;
    private byte[] buffer;

    /** Where the next byte is read. */
    int at;

    /** Reads messages of this name, which errors call them by. */
    WireCursor(String message) {
        this.message = message;
    }

    /** Stands at the beginning of the reader's current payload. */
    void begin(RecordReader current) {
        reader = current;
        buffer = current.buffer();
        at = current.payloadOffset();
    }

    /** The tag of a field: its number and wire type. */
    static int tag(int number, int wireType) {
        return number << 3 | wireType;
    }

    /** The payload's array. */
    byte[] buffer() {
        return buffer;
    }

    /** Reads a tag; an unsigned 32-bit number, so it may come out negative. */
    int tag(int end) {
        long tag = varint(end);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw malformed();
        }
        return (int) tag;
    }

    /** Reads a length and returns where the field that begins now ends. */
    int delimited(int end) {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return at + (int) length;
    }

    /** Passes over the content of a field with this tag. */
    void pass(int tag, int end) {
        switch (tag & 7) {
            case VARINT -> varint(end);
            case FIXED64 -> passBytes(Long.BYTES, end);
            case FIXED32 -> passBytes(Integer.BYTES, end);
            case DELIMITED -> at = delimited(end);
            case GROUP_BEGIN -> passGroup(end);
            default -> throw malformed();
        }
    }

    /** Reads a varint of up to ten bytes. */
    long varint(int end) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw malformed();
            }
            byte next = buffer[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private void passBytes(int bytes, int end) {
        if (bytes > end - at) {
            throw malformed();
        }
        at += bytes;
    }

    /** Passes over an unknown group and the groups in it, counting rather than matching their ends: no recursion. */
    private void passGroup(int end) {
        int open = 1;
        while (open > 0) {
            int tag = tag(end);
            if ((tag & 7) == GROUP_BEGIN) {
                open++;
            } else if ((tag & 7) == GROUP_END) {
                open--;
            } else {
                pass(tag, end);
            }
        }
    }

    /** What to throw where the bytes cannot be such a message. */
    DamagedRecordException malformed() {
        return reader.damaged("Record is not a " + message, "another message, or damaged before it was framed?");
    }
}
