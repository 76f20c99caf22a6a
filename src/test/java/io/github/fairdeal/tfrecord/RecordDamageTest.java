package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.fairdeal.dataset.SeekPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small file with every kind of damage; no kind may pass, and none may look like another. */
final class RecordDamageTest {

    private static final List<byte[]> PAYLOADS =
            List.of(text("seven"), text(""), text("a longer payload"), text("end"));
    private static final byte[] FILE = Records.file(PAYLOADS);
    private static final List<Integer> BOUNDARIES = boundaries();

    @Test
    void anyFlippedBit_isFoundInItsOwnRecord() {
        for (int bit = 0; bit < FILE.length * 8; bit++) {
            byte[] damaged = FILE.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            DamagedRecordException found =
                    catchThrowableOfType(DamagedRecordException.class, () -> Records.payloads(Records.reader(damaged)));

            assertThat(found).as("bit %d", bit).isNotNull();
            int record = recordAt(bit / 8);
            assertThat(found.record()).as("record of bit %d", bit).isEqualTo(record);
            assertThat(found.offset()).as("offset of bit %d", bit).isEqualTo((long) BOUNDARIES.get(record));
            assertThat(found.path()).isEqualTo(Records.PATH);
            assertThat(found).hasMessageContaining("checksum mismatch: expected 0x");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "21, length", // first byte of record 1's length
        "29, length", // its checksum
        "49, payload", // first byte of record 2's payload
        "65, payload", // its checksum
    })
    void damagedField_isNamed(int offset, String field) {
        byte[] damaged = FILE.clone();
        damaged[offset] ^= 0x40;

        assertThatThrownBy(() -> Records.payloads(Records.reader(damaged)))
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("Record " + field + " checksum mismatch")
                .hasMessageContaining("(path-00003-of-00016.tfrecord, offset ");
    }

    @Test
    void message_saysWhatWhereAndWhy() {
        byte[] damaged = FILE.clone();
        damaged[21] ^= 0x01;

        assertThatThrownBy(() -> Records.payloads(Records.reader(damaged)))
                .hasMessageMatching("Record length checksum mismatch: expected 0x[0-9a-f]{8}, found 0x[0-9a-f]{8} "
                        + "\\(path-00003-of-00016\\.tfrecord, offset 21, record 1\\); "
                        + "overwritten, or followed by something that is not a record\\?");
    }

    @Test
    void somethingElseThanRecords_isNamedAsThat() {
        assertThatThrownBy(() ->
                        Records.reader(text("this is a text file, not records")).next())
                .hasMessageContaining("offset 0, record 0")
                .hasMessageContaining("not a TFRecord file, or compressed?");
    }

    @Test
    void truncatedFile_endsWellOnlyAtARecordBoundary() throws IOException {
        for (int length = 0; length <= FILE.length; length++) {
            byte[] truncated = Arrays.copyOf(FILE, length);
            int whole = BOUNDARIES.indexOf(length);
            if (whole >= 0) {
                assertThat(Records.payloads(Records.reader(truncated)))
                        .containsExactlyElementsOf(PAYLOADS.subList(0, whole));
            } else {
                assertCutShort(catchThrowable(() -> Records.payloads(Records.reader(truncated))), length);
                assertCutShort(catchThrowable(() -> Records.reader(truncated).skip(9)), length);
            }
        }
    }

    @Test
    void truncatedFile_whoseFullSizeIsKnown_neverEndsWell() {
        for (int length = 0; length < FILE.length; length++) {
            byte[] truncated = Arrays.copyOf(FILE, length);

            assertCutShort(catchThrowable(() -> Records.payloads(expectingWholeFile(truncated))), length);
            assertCutShort(catchThrowable(() -> expectingWholeFile(truncated).skip(9)), length);
        }
    }

    @Test
    void streamThatSkipsBeyondItsEnd_isStillFoundCutShort() {
        InputStream careless = new ByteArrayInputStream(FILE, 0, FILE.length - 2) {
            @Override
            public synchronized long skip(long bytes) {
                super.skip(bytes);
                return bytes;
            }
        };

        assertThatThrownBy(() -> new RecordReader(careless, Records.PATH, FILE.length).skip(9))
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("Record cut short: expected 19 bytes, found 17");
    }

    @Test
    void extendedFile_isNeverReadInSilence() {
        SplittableRandom random = new SplittableRandom(1);
        for (int more = 1; more <= 20; more++) {
            byte[] zeros = Arrays.copyOf(FILE, FILE.length + more);
            byte[] garbage = zeros.clone();
            for (int i = FILE.length; i < garbage.length; i++) {
                garbage[i] = (byte) random.nextInt();
            }
            for (byte[] extended : List.of(zeros, garbage)) {
                DamagedRecordException unknowing = catchThrowableOfType(
                        DamagedRecordException.class, () -> Records.payloads(Records.reader(extended)));
                DamagedRecordException knowing = catchThrowableOfType(
                        DamagedRecordException.class, () -> Records.payloads(expectingWholeFile(extended)));

                for (DamagedRecordException found : List.of(unknowing, knowing)) {
                    assertThat(found.record()).isEqualTo(PAYLOADS.size());
                    assertThat(found.offset()).isEqualTo(FILE.length);
                    assertThat(found).hasMessageMatching(".*(followed by something that is not a record|extended).*");
                }
            }
        }
    }

    @Test
    void fileExtendedByAGoodRecord_isFoundByItsSize() {
        List<byte[]> more = new ArrayList<>(PAYLOADS);
        more.add(text("one more"));

        assertThatThrownBy(() -> Records.payloads(expectingWholeFile(Records.file(more))))
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("File size mismatch: expected %d bytes, found more", FILE.length)
                .hasMessageContaining("extended");
    }

    @Test
    void seekPointBeyondTheFile_isNotACleanEnd() {
        SeekPoint beyond = new SeekPoint(9, FILE.length + 1L);

        assertThatThrownBy(
                        () -> new RecordReader(InputStream.nullInputStream(), Records.PATH, FILE.length, beyond).next())
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("File size mismatch")
                .hasMessageContaining("offset %d, record 9", FILE.length + 1);
    }

    @Test
    void seekPointInsideARecord_isFound() {
        for (int offset = 1; offset < FILE.length; offset++) {
            if (!BOUNDARIES.contains(offset)) {
                SeekPoint inside = new SeekPoint(2, offset);
                InputStream in = new ByteArrayInputStream(FILE, offset, FILE.length - offset);

                assertThatThrownBy(() -> new RecordReader(in, Records.PATH, FILE.length, inside).next())
                        .isInstanceOf(DamagedRecordException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void lengthBomb_withAGoodChecksum_isRefusedBeforeAnythingIsAllocated(long length) {
        byte[] bomb = header(length);

        assertThatThrownBy(() -> Records.reader(bomb).next())
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining(
                        "Record cut short: expected %s bytes of payload, found room for 0",
                        Long.toUnsignedString(length));
        assertThatThrownBy(() -> Records.reader(bomb).skip(1)).isInstanceOf(DamagedRecordException.class);
    }

    @Test
    void recordTooLongForAnArray_isRefusedEvenWhereTheFileHasRoom() {
        long length = 1L << 32;
        RecordReader reader =
                new RecordReader(new ByteArrayInputStream(header(length)), Records.PATH, Framing.framedBytes(length));

        assertThatThrownBy(reader::next)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("Record of 4,294,967,296 bytes, at most 2,147,483,583 are supported");
    }

    @Test
    void damagedRecord_leavesThoseBeforeItReadable() throws IOException {
        byte[] damaged = FILE.clone();
        damaged[BOUNDARIES.get(2) + 12] ^= 1;
        RecordReader reader = Records.reader(damaged);

        assertThat(reader.next()).isTrue();
        assertThat(reader.payload()).isEqualTo(PAYLOADS.get(0));
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next).isInstanceOf(DamagedRecordException.class);
        assertThatThrownBy(reader::next).isInstanceOf(DamagedRecordException.class);
    }

    @Test
    void failureOfTheStream_isPassedOnAsItIs() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> new RecordReader(broken, Records.PATH, 100).next())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private static void assertCutShort(Throwable found, int length) {
        assertThat(found).as("cut to %d bytes", length).isInstanceOf(DamagedRecordException.class);
        assertThat(found).hasMessageContaining("truncated");
        assertThat(((DamagedRecordException) found).offset())
                .as("offset when cut to %d bytes", length)
                .isEqualTo(BOUNDARIES.stream()
                        .filter(boundary -> boundary <= length)
                        .reduce((a, b) -> b)
                        .orElseThrow()
                        .longValue());
    }

    private static RecordReader expectingWholeFile(byte[] content) {
        return new RecordReader(new ByteArrayInputStream(content), Records.PATH, FILE.length);
    }

    private static byte[] header(long length) {
        byte[] header = new byte[Framing.HEADER_BYTES + Framing.FOOTER_BYTES];
        Framing.putLong(header, 0, length);
        Framing.putInt(header, Framing.LENGTH_BYTES, new MaskedCrc32c().of(header, 0, Framing.LENGTH_BYTES));
        return header;
    }

    private static int recordAt(int offset) {
        int record = 0;
        while (BOUNDARIES.get(record + 1) <= offset) {
            record++;
        }
        return record;
    }

    private static List<Integer> boundaries() {
        List<Integer> boundaries = new ArrayList<>(List.of(0));
        for (byte[] payload : PAYLOADS) {
            boundaries.add(boundaries.get(boundaries.size() - 1) + (int) Framing.framedBytes(payload.length));
        }
        return boundaries;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
