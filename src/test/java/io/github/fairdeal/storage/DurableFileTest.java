package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DurableFileTest {

    private static final int LARGE = 9 << 20;

    @TempDir
    Path folder;

    @Test
    void file_largerThanWhatIsForcedAtOnce_hasItsBytes() throws IOException {
        byte[] content = new byte[3 * LARGE];
        new Random(1).nextBytes(content);
        Path path = folder.resolve("file");
        try (DurableFile file = (DurableFile) new LocalFiles().create(path.toString())) {
            for (int at = 0; at < content.length; at += LARGE / 9) {
                file.write(content, at, LARGE / 9);
            }
        }

        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void failureBehindTheWriter_isToldByTheNextWriteThatForces_andByClosing() throws Exception {
        BrokenDisk disk = new BrokenDisk();
        DurableFile file = new DurableFile("/a/file", disk);
        file.write(new byte[LARGE], 0, LARGE);
        disk.forced.await();

        // The failure reaches the writer a moment after forcing began, so that some later write is told.
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        file.write(new byte[LARGE], 0, LARGE);
                        Thread.sleep(1);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("/a/file: cannot be written", "the disk is broken");
        assertThatThrownBy(file::close).isInstanceOf(IOException.class).hasMessageContaining("the disk is broken");
        assertThat(disk.isOpen()).isFalse();
    }

    @Test
    void failureBehindTheWriter_thatWritesNoMore_isToldByClosing() throws Exception {
        BrokenDisk disk = new BrokenDisk();
        DurableFile file = new DurableFile("/a/file", disk);
        file.write(new byte[LARGE], 0, LARGE);

        assertThatThrownBy(file::close)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("/a/file: cannot be written", "the disk is broken");
        assertThat(disk.isOpen()).isFalse();
    }

    @Test
    void failureOfTheLastForce_isToldByClosing() throws Exception {
        BrokenDisk disk = new BrokenDisk();
        DurableFile file = new DurableFile("/a/file", disk);
        file.write(1);

        assertThatThrownBy(file::close).isInstanceOf(IOException.class).hasMessageContaining("the disk is broken");
        assertThat(disk.isOpen()).isFalse();
    }

    /** Takes everything, and fails to force it once, as a system does, which tells of a lost page once. */
    private static final class BrokenDisk extends FileChannel {

        private final AtomicInteger forces = new AtomicInteger();
        private final CountDownLatch forced = new CountDownLatch(1);

        @Override
        public int write(ByteBuffer source) {
            int bytes = source.remaining();
            source.position(source.limit());
            return bytes;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            boolean fails = forces.incrementAndGet() == 1;
            forced.countDown();
            if (fails) {
                throw new IOException("the disk is broken");
            }
        }

        @Override
        protected void implCloseChannel() {
            // nothing is open
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean isShared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean isShared) {
            throw new UnsupportedOperationException();
        }
    }
}
