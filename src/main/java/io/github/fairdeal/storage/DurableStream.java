package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * On the disks of data nodes, not only in their memories, when it is closed. A file that could not be written to its
 * end is given up where the store can do that: else closing it would make half an object visible.
 */
final class DurableStream extends OutputStream {

    private final FSDataOutputStream out;
    private boolean hasFailed;

    DurableStream(FSDataOutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        hasFailed = true;
        out.write(bytes, offset, length);
        hasFailed = false;
    }

    @Override
    public void close() throws IOException {
        if (hasFailed && out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
            out.abort();
        }
        try (out) {
            if (!hasFailed && out.hasCapability(StreamCapabilities.HSYNC)) {
                out.hsync();
            }
        }
    }
}
