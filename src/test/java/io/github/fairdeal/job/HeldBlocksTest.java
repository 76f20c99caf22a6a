package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldBlocksTest {

    private static final int RECORDS_A_BLOCK = 3;

    @TempDir
    Path folder;

    private final LimitedMemory memory = new LimitedMemory(1_000);

    @Test
    void blocks_beyondTheGrant_goToTheFileAndComeBackRecordByRecord() throws IOException {
        Path file = folder.resolve("spilled");
        try (HeldBlocks held = new HeldBlocks(memory, () -> Files.createFile(file))) {
            for (int number = 0; number < 20; number++) {
                held.add(block(number));
            }

            assertThat(held.count()).isEqualTo(20);
            assertThat(held.inMemory(0)).isEqualTo(block(0));
            assertThat(held.inMemory(19)).isNull();
            assertThat(held.spilledBytes()).isPositive();
            for (int number = 19; number >= 0; number--) {
                byte[] block = block(number);
                for (int at = 0; at < block.length; at += RecordBlock.HEADER_BYTES + RecordBlock.length(block, at)) {
                    if (held.inMemory(number) == null) {
                        int bytes = RecordBlock.HEADER_BYTES + RecordBlock.length(block, at);
                        assertThat(Arrays.copyOf(held.fetch(number, at), bytes))
                                .isEqualTo(Arrays.copyOfRange(block, at, at + bytes));
                    }
                }
            }
        }
        assertThat(file).doesNotExist();
        assertThat(memory.isClosed).isTrue();
    }

    @Test
    void blocks_withinTheGrant_needNoFile() throws IOException {
        try (HeldBlocks held = new HeldBlocks(memory, () -> {
            throw new AssertionError("a file was asked for");
        })) {
            held.add(block(0));

            assertThat(held.inMemory(0)).isEqualTo(block(0));
            assertThat(held.spilledBytes()).isZero();
        }
    }

    /** Records of different lengths, some longer than the array that records are fetched into at first. */
    private static byte[] block(int number) {
        byte[] block = new byte[RECORDS_A_BLOCK * (RecordBlock.HEADER_BYTES + 100 * number)];
        int at = 0;
        for (int record = 0; record < RECORDS_A_BLOCK; record++) {
            byte[] payload = new byte[100 * number];
            Arrays.fill(payload, (byte) (number + record));
            at = RecordBlock.put(block, at, record, number, number, record, payload, 0, payload.length);
        }
        return block;
    }

    private static final class LimitedMemory implements HeldBlocks.Memory {

        private long left;
        private boolean isClosed;

        LimitedMemory(long bytes) {
            this.left = bytes;
        }

        @Override
        public boolean grant(long bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
