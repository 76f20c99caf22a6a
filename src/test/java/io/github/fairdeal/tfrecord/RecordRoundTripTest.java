package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.SeekPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordRoundTripTest {

    private static final int BUFFER_BYTES = 1 << 18;

    @Property(tries = 300)
    void payloads_comeBackAsTheyWent(@ForAll("payloadLists") List<byte[]> payloads) throws IOException {
        byte[] file = Records.file(payloads);

        assertThat(Records.payloads(Records.reader(file))).containsExactlyElementsOf(payloads);
        assertThat(file)
                .hasSize(payloads.stream()
                        .mapToInt(payload -> (int) Framing.framedBytes(payload.length))
                        .sum());
    }

    @Property(tries = 20)
    void payloads_comeBackFromAStreamThatGivesOneByteAtATime(@ForAll("payloadLists") List<byte[]> payloads)
            throws IOException {
        byte[] file = Records.file(payloads);

        RecordReader reader = new RecordReader(Records.trickle(file), Records.PATH, file.length);
        assertThat(Records.payloads(reader)).containsExactlyElementsOf(payloads);
    }

    @ParameterizedTest
    @ValueSource(ints = {-29, -28, -17, -16, -15, -13, -12, -11, -5, -4, -3, -1, 0, 1, 4, 12, 16})
    void payloads_aroundTheBufferSize_comeBack(int beyond) throws IOException {
        byte[] large = bytes(1, BUFFER_BYTES + beyond);
        List<byte[]> payloads = List.of(bytes(2, 0), large, bytes(3, 7), large, large, bytes(4, 1));

        assertThat(Records.payloads(Records.reader(Records.file(payloads)))).containsExactlyElementsOf(payloads);
    }

    @Test
    void payloads_overAMebibyte_comeBackBetweenSmallOnes() throws IOException {
        List<byte[]> payloads =
                List.of(bytes(1, 3), bytes(2, (1 << 20) + 1), bytes(3, 0), bytes(4, 5 << 20), bytes(5, 9));

        assertThat(Records.payloads(Records.reader(Records.file(payloads)))).containsExactlyElementsOf(payloads);
    }

    @Test
    void emptyFile_hasNoRecords() throws IOException {
        RecordReader reader = Records.reader(new byte[0]);

        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
        assertThat(reader.skip(3)).isZero();
    }

    @Property(tries = 100)
    void skip_standsWhereAsManyNextsWouldStand(
            @ForAll("payloadLists") List<byte[]> payloads, @ForAll("counts") int count) throws IOException {
        byte[] file = Records.file(payloads);
        int there = Math.min(count, payloads.size());

        RecordReader skipping = Records.reader(file);
        assertThat(skipping.skip(count)).isEqualTo(there);
        RecordReader reading = Records.reader(file);
        for (int i = 0; i < there; i++) {
            assertThat(reading.next()).isTrue();
        }
        assertThat(skipping.nextSeekPoint()).isEqualTo(reading.nextSeekPoint());
        assertThat(Records.payloads(skipping)).containsExactlyElementsOf(payloads.subList(there, payloads.size()));
    }

    @Property(tries = 100)
    void reader_fromAnySeekPoint_readsTheRest(@ForAll("payloadLists") List<byte[]> payloads) throws IOException {
        byte[] file = Records.file(payloads);
        List<SeekPoint> boundaries = new ArrayList<>();
        RecordReader whole = Records.reader(file);
        do {
            boundaries.add(whole.nextSeekPoint());
        } while (whole.next());

        for (SeekPoint start : boundaries) {
            int offset = (int) start.offset();
            RecordReader reader = new RecordReader(
                    new ByteArrayInputStream(file, offset, file.length - offset), Records.PATH, file.length, start);
            List<byte[]> rest = payloads.subList((int) start.record(), payloads.size());
            if (rest.isEmpty()) {
                assertThat(reader.next()).isFalse();
            } else {
                assertThat(reader.next()).isTrue();
                assertThat(reader.record()).isEqualTo(start.record());
                assertThat(reader.offset()).isEqualTo(start.offset());
                assertThat(reader.payload()).isEqualTo(rest.get(0));
                assertThat(Records.payloads(reader)).containsExactlyElementsOf(rest.subList(1, rest.size()));
            }
        }
    }

    @Test
    void reader_tellsWhereEachRecordIs() throws IOException {
        byte[] file = Records.file(List.of(bytes(1, 5), bytes(2, 0), bytes(3, 11)));
        RecordReader reader = Records.reader(file);

        reader.next();
        assertThat(reader.record()).isZero();
        assertThat(reader.offset()).isZero();
        reader.next();
        assertThat(reader.record()).isEqualTo(1);
        assertThat(reader.offset()).isEqualTo(21);
        reader.next();
        assertThat(reader.offset()).isEqualTo(37);
        assertThat(reader.payloadLength()).isEqualTo(11);
        assertThat(reader.nextSeekPoint()).isEqualTo(new SeekPoint(3, 64));
        assertThat(reader.path()).isEqualTo(Records.PATH);
    }

    @Property(tries = 100)
    void writer_knowsBytesRecordsAndChecksumOfItsFile(@ForAll("payloadLists") List<byte[]> payloads)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RecordWriter writer = new RecordWriter(file);
        long offset = 0;
        for (byte[] payload : payloads) {
            assertThat(writer.bytes()).isEqualTo(offset);
            writer.write(payload, 0, payload.length);
            offset += Framing.framedBytes(payload.length);
        }
        writer.close();
        CRC32C crc = new CRC32C();
        crc.update(file.toByteArray());

        assertThat(writer.records()).isEqualTo(payloads.size());
        assertThat(writer.bytes()).isEqualTo(file.size());
        assertThat(writer.fileCrc32c()).isEqualTo("%08x".formatted(crc.getValue()));
    }

    @Test
    void copy_withKnownChecksums_givesTheSameFile() throws IOException {
        byte[] file = Records.file(List.of(bytes(1, 100), bytes(2, 300_000), bytes(3, 0)));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        RecordReader reader = Records.reader(file);
        try (RecordWriter writer = new RecordWriter(copy)) {
            while (reader.next()) {
                writer.write(reader.buffer(), reader.payloadOffset(), reader.payloadLength(), reader.payloadCrc());
            }
        }

        assertThat(copy.toByteArray()).isEqualTo(file);
    }

    @Test
    void writer_givenARangeOutsideItsArray_writesNothing() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RecordWriter writer = new RecordWriter(file)) {
            assertThatThrownBy(() -> writer.write(new byte[3], 1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.write(new byte[3], 1, 3, 7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.write(new byte[3], 0, -1, 7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(writer.bytes()).isZero();
        }

        assertThat(file.size()).isZero();
    }

    @Test
    void frame_isLittleEndianLengthItsChecksumPayloadAndItsChecksum() {
        byte[] file = Records.file(List.of("a".getBytes(StandardCharsets.US_ASCII)));
        MaskedCrc32c checksum = new MaskedCrc32c();

        assertThat(Arrays.copyOf(file, 8)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Framing.intAt(file, 8)).isEqualTo(checksum.of(file, 0, 8));
        assertThat(file[12]).isEqualTo((byte) 'a');
        assertThat(Framing.intAt(file, 13)).isEqualTo(checksum.of(file, 12, 1));
    }

    @Provide
    Arbitrary<List<byte[]>> payloadLists() {
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.integers().between(0, 300)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(0)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(BUFFER_BYTES - 40, BUFFER_BYTES + 40)));
        return lengths.map(length -> bytes(length, length)).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(0, 14);
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
