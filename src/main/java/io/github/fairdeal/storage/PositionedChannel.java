package io.github.fairdeal.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A local file, open. */
record PositionedChannel(String path, FileChannel channel) implements PositionedFile {

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(target, offset, length);
        while (rest.hasRemaining()) {
            if (channel.read(rest, position + length - rest.remaining()) < 0) {
                throw new EOFException("%s: ends before offset %,d".formatted(path, position + length));
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
