package io.github.fairdeal.storage;

import java.io.Closeable;
import java.io.IOException;

/** An open file that is read at any offset, in any order. Not thread-safe. */
public interface PositionedFile extends Closeable {

    /**
     * Reads exactly {@code length} bytes.
     *
     * @param position offset in the file
     * @param target takes the bytes from {@code offset}
     * @throws java.io.EOFException if the file ends before
     */
    void readFully(long position, byte[] target, int offset, int length) throws IOException;

    /**
     * Reads many ranges of the file, in any order, each as {@link #readFully} does; one after another, unless the file has
     * a better way.
     *
     * @param ranges which, and where their bytes go
     * @throws java.io.EOFException if the file ends before one of them does
     */
    default void readAll(Ranges ranges, byte[] target) throws IOException {
        for (int i = 0; i < ranges.count(); i++) {
            readFully(ranges.position(i), target, ranges.offset(i), ranges.length(i));
        }
    }
}
