package io.github.fairdeal.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under schemes of its own, on which every shard, and every file whose name begins with flaky, fails once half-way and then never again: under
 * {@code flakyread:} the first time it is read, under {@code flakywrite:} the first time it is written.
 */
final class FlakyFiles {

    /** For the {@code spark.*} properties of a session that is to know the schemes. */
    static final Map<String, String> SETTINGS = Map.of(
            "spark.hadoop.fs.flakyread.impl", Reading.class.getName(),
            "spark.hadoop.fs.flakywrite.impl", Writing.class.getName());

    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private FlakyFiles() {}

    private static boolean failsNow(String scheme, String shard) {
        return FAILED.add(scheme + shard);
    }

    private static boolean isShard(Path path) {
        return path.getName().contains(".tfrecord") || path.getName().startsWith("flaky");
    }

    /** {@code flakyread:}. */
    public static final class Reading extends RawLocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create("flakyread:///");
        }

        @Override
        public String getScheme() {
            return "flakyread";
        }

        @Override
        public FSDataInputStream open(Path path, int bufferSize) throws IOException {
            FSDataInputStream in = super.open(path, bufferSize);
            return isShard(path)
                    ? new FSDataInputStream(
                            new HalfRead(in, path.getName(), getFileStatus(path).getLen() / 2))
                    : in;
        }
    }

    /** {@code flakywrite:}. */
    public static final class Writing extends RawLocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create("flakywrite:///");
        }

        @Override
        public String getScheme() {
            return "flakywrite";
        }

        @Override
        public FSDataOutputStream create(
                Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
                throws IOException {
            FSDataOutputStream out = super.create(path, overwrite, buffer, replication, block, progress);
            return isShard(path) ? new FSDataOutputStream(new HalfWritten(out, shard(path)), null) : out;
        }

        /** The shard's name, without what tells its attempts apart. */
        private static String shard(Path path) {
            String name = path.getName();
            return name.substring(0, name.indexOf(".tfrecord"));
        }
    }

    /** Reads a kilobyte at a time and fails when it gets to the middle. */
    private static final class HalfRead extends FSInputStream {

        private final FSDataInputStream in;
        private final String shard;
        private final long middle;

        HalfRead(FSDataInputStream in, String shard, long middle) {
            this.in = in;
            this.shard = shard;
            this.middle = middle;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (getPos() >= middle && failsNow("read", shard)) {
                throw new IOException("connection lost while reading " + shard);
            }
            return in.read(buffer, offset, Math.min(length, 1024));
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Writes half of what it is given and fails. */
    private static final class HalfWritten extends OutputStream {

        private final OutputStream out;
        private final String shard;

        HalfWritten(OutputStream out, String shard) {
            this.out = out;
            this.shard = shard;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failsNow("write", shard)) {
                out.write(bytes, offset, length / 2);
                throw new IOException("disk full while writing " + shard);
            }
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
