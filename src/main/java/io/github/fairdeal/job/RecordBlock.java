package io.github.fairdeal.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How records travel through the Spark shuffle: many in one byte array, all for the same shard. A record is
 * {@code slot int32 | length int32 | masked crc int32 | index int64 | label int64 | encoded bytes}, little-endian.
 */
final class RecordBlock {

    static final int HEADER_BYTES = 3 * Integer.BYTES + 2 * Long.BYTES;

    private static final int LENGTH = Integer.BYTES;
    private static final int CRC = LENGTH + Integer.BYTES;
    private static final int INDEX = CRC + Integer.BYTES;
    private static final int LABEL = INDEX + Long.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RecordBlock() {}

    /** Appends a record at {@code at} and returns where the next one goes. */
    static int put(
            byte[] block, int at, int slot, int crc, long index, long label, byte[] bytes, int offset, int length) {
        INT.set(block, at, slot);
        INT.set(block, at + LENGTH, length);
        INT.set(block, at + CRC, crc);
        LONG.set(block, at + INDEX, index);
        LONG.set(block, at + LABEL, label);
        System.arraycopy(bytes, offset, block, at + HEADER_BYTES, length);
        return at + HEADER_BYTES + length;
    }

    static int slot(byte[] block, int at) {
        return (int) INT.get(block, at);
    }

    static int length(byte[] block, int at) {
        return (int) INT.get(block, at + LENGTH);
    }

    static int crc(byte[] block, int at) {
        return (int) INT.get(block, at + CRC);
    }

    static long index(byte[] block, int at) {
        return (long) LONG.get(block, at + INDEX);
    }

    static long label(byte[] block, int at) {
        return (long) LONG.get(block, at + LABEL);
    }
}
