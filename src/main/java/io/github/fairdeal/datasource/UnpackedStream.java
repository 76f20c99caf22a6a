package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.DamagedStreamException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.compress.CompressionCodec;

/**
 * What a codec unpacks from a file. Codecs tell damaged content in many ways: end of file, exceptions of java.util.zip, a
 * plain IOException, an index out of bounds. Here it is a {@link DamagedStreamException} always, and what the file system
 * throws comes through as it is.
 */
final class UnpackedStream extends InputStream {

    private final CompressionCodec codec;
    private final Packed packed;
    private InputStream unpacked;
    private DamagedStreamException damage;

    UnpackedStream(CompressionCodec codec, InputStream packed) {
        this.codec = codec;
        this.packed = new Packed(packed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        open();
        try {
            int read = unpacked.read(bytes, offset, length);
            // Codecs of blocks take any exception before a block for the end.
            packed.requireSound();
            return read;
        } catch (IOException | RuntimeException e) {
            throw damageUnlessFileFailed(e);
        }
    }

    @Override
    public void close() throws IOException {
        (unpacked == null ? packed : unpacked).close();
    }

    /** Some codecs read a header at once. What they throw before that is their own: no native library, say. */
    private void open() throws IOException {
        if (unpacked == null) {
            try {
                unpacked = codec.createInputStream(packed);
            } catch (IOException | RuntimeException e) {
                if (!packed.isRead) {
                    throw e;
                }
                throw damageUnlessFileFailed(e);
            }
        }
    }

    private IOException damageUnlessFileFailed(Exception found) throws IOException {
        packed.requireSound();
        damage = new DamagedStreamException(found);
        return damage;
    }

    /** The file's own bytes, and its failure if it had one. */
    private static final class Packed extends InputStream {

        private final InputStream in;
        private boolean isRead;
        private IOException failure;

        Packed(InputStream in) {
            this.in = in;
        }

        void requireSound() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            isRead = true;
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            } catch (RuntimeException e) {
                failure = new IOException(e);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
