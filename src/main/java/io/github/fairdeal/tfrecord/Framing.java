package io.github.fairdeal.tfrecord;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A frame of a TFRecord file, all numbers little-endian: {@code uint64 length | uint32 masked CRC of length | payload |
 * uint32 masked CRC of payload}.
 */
public final class Framing {

    /** Bytes of the length itself. */
    static final int LENGTH_BYTES = Long.BYTES;

    /** Bytes before the payload. */
    public static final int HEADER_BYTES = LENGTH_BYTES + Integer.BYTES;

    /** Bytes after the payload. */
    public static final int FOOTER_BYTES = Integer.BYTES;

    /** The longest payload that fits one Java array together with its frame. */
    public static final int MAX_PAYLOAD_BYTES = Integer.MAX_VALUE - 64;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Framing() {}

    /** Bytes that a payload of this length takes in a file. */
    public static long framedBytes(long payloadBytes) {
        return HEADER_BYTES + payloadBytes + FOOTER_BYTES;
    }

    /** True if these are {@link #HEADER_BYTES} bytes that a record may begin with: the length's checksum holds. */
    public static boolean isHeader(byte[] head) {
        return head.length == HEADER_BYTES && intAt(head, LENGTH_BYTES) == new MaskedCrc32c().of(head, 0, LENGTH_BYTES);
    }

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static int intAt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }
}
