package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.fairdeal.dataset.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/** Files that were written once and must stay readable, and ours writable to the byte; see v1/README.md. */
final class GoldenFilesTest {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(long index, long label, byte[] payload) {}

    @ParameterizedTest
    @EnumSource
    void file_writtenByTensorFlow_isRead(RecordKind kind) throws IOException {
        assertReads(kind, golden(kind.word() + "-tensorflow.tfrecord"));
    }

    @ParameterizedTest
    @EnumSource
    void file_writtenByFairdeal_isReadAndStillWrittenToTheByte(RecordKind kind) throws IOException {
        byte[] file = golden(kind.word() + "-fairdeal.tfrecord");

        assertReads(kind, file);
        assertThat(Records.file(encoded(kind))).isEqualTo(file);
    }

    private static void assertReads(RecordKind kind, byte[] file) throws IOException {
        RecordReader reader = Records.reader(file);
        ExampleCursor cursor = new ExampleCursor();
        for (Row row : rows(kind)) {
            assertThat(reader.next()).isTrue();
            cursor.parse(reader);
            assertThat(cursor.index()).isEqualTo(row.index());
            assertThat(cursor.label()).isEqualTo(row.label());
            cursor.requireKind(kind);
            int from = cursor.payloadOffset();
            assertThat(Arrays.copyOfRange(cursor.buffer(), from, from + cursor.payloadLength()))
                    .isEqualTo(row.payload());
        }
        assertThat(reader.next()).isFalse();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("v1/" + name)) {
            return in.readAllBytes();
        }
    }

    private static List<byte[]> encoded(RecordKind kind) {
        ExampleEncoder encoder = new ExampleEncoder(kind);
        List<byte[]> records = new ArrayList<>();
        for (Row row : rows(kind)) {
            encoder.encode(row.index(), row.label(), row.payload());
            records.add(encoder.copy());
        }
        return records;
    }

    private static List<Row> rows(RecordKind kind) {
        if (kind == RecordKind.PATH) {
            return List.of(
                    row(0, 0, "/data/mnist/images/00000/0.png"),
                    row(1, -1, "hdfs://nn:8020/data/mnist/images/00000/1.png"),
                    row(9_999, 9, "images/00000/9999.png"),
                    row(1L << 35, Long.MAX_VALUE, "/data/Bücher/猫.png"),
                    row(Long.MAX_VALUE, Long.MIN_VALUE, ""));
        }
        byte[] ramp = new byte[784];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i * 7);
        }
        return List.of(new Row(0, 5, ramp), new Row(69_999, 9, new byte[784]));
    }

    private static Row row(long index, long label, String path) {
        return new Row(index, label, path.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the golden files anew into the folder that is given; for a version 2 of the format, never for this one. */
    public static void main(String[] folder) throws IOException {
        for (RecordKind kind : RecordKind.values()) {
            List<byte[]> examples = new ArrayList<>();
            for (Row row : rows(kind)) {
                examples.add(asOthersWriteIt(kind, row));
            }
            TensorFlowRecords.write(examples, Path.of(folder[0], kind.word() + "-tensorflow.tfrecord"));
            for (String compression : List.of("GZIP", "ZLIB")) {
                String name = "%s-tensorflow-%s.tfrecord".formatted(kind.word(), compression.toLowerCase(Locale.ROOT));
                TensorFlowRecords.write(examples, Path.of(folder[0], name), compression);
            }
            Files.write(Path.of(folder[0], kind.word() + "-fairdeal.tfrecord"), Records.file(encoded(kind)));
        }
    }

    /** With the features in another order, and one more among them. */
    private static byte[] asOthersWriteIt(RecordKind kind, Row row) {
        return Example.newBuilder()
                .setFeatures(Features.newBuilder()
                        .putFeature(
                                kind.feature(),
                                Feature.newBuilder()
                                        .setBytesList(
                                                BytesList.newBuilder().addValue(ByteString.copyFrom(row.payload())))
                                        .build())
                        .putFeature(
                                "weight",
                                Feature.newBuilder()
                                        .setFloatList(FloatList.newBuilder().addValue(0.5f))
                                        .build())
                        .putFeature("label", int64(row.label()))
                        .putFeature("index", int64(row.index())))
                .build()
                .toByteArray();
    }

    private static Feature int64(long value) {
        return Feature.newBuilder()
                .setInt64List(Int64List.newBuilder().addValue(value))
                .build();
    }
}
