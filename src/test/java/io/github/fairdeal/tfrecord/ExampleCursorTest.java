package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.github.fairdeal.dataset.RecordKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

final class ExampleCursorTest {

    private static final byte[] PIXELS = {4, 0, -1, 7};

    private final ExampleCursor cursor = new ExampleCursor();

    @Property
    void record_comesBackAsItWasEncoded(
            @ForAll long index, @ForAll long label, @ForAll @Size(max = 300) byte[] payload, @ForAll RecordKind kind) {
        ExampleEncoder encoder = new ExampleEncoder(kind);
        encoder.encode(index, label, payload);

        cursor.parse(Records.at(encoder.copy()));

        assertThat(cursor.index()).isEqualTo(index);
        assertThat(cursor.label()).isEqualTo(label);
        assertThat(cursor.kind()).isEqualTo(kind);
        assertThat(payload()).isEqualTo(payload);
    }

    /** The short way for the encoder's own records must say what the long way says, or leave it to that. */
    @Property(tries = 20_000)
    void plainExample_ofADamagedRecord_saysWhatTheFeatureMapSaysOrNothing(
            @ForAll long index,
            @ForAll long label,
            @ForAll @Size(max = 200) byte[] payload,
            @ForAll RecordKind kind,
            @ForAll long seed) {
        ExampleEncoder encoder = new ExampleEncoder(kind);
        encoder.encode(index >> (seed & 63), label >> (seed >> 6 & 63), payload);
        PlainExample plain = new PlainExample();
        assertThat(plain.read(encoder.buffer(), 0, encoder.length())).isTrue();
        byte[] damaged = encoder.copy();
        SplittableRandom random = new SplittableRandom(seed);
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            damaged[random.nextInt(Math.min(80, damaged.length))] += (byte) random.nextInt(-2, 3);
        }

        if (plain.read(damaged, 0, damaged.length)) {
            FeatureMap map = FeatureMap.ofExamples();
            FeatureValues values = new FeatureValues(map.wire());
            List<Object> found = new ArrayList<>();
            map.walk(Records.at(damaged), (nameBegin, nameEnd, valueBegin, valueEnd, isFeatureList) -> {
                byte[] buffer = map.wire().buffer();
                found.add(new String(buffer, nameBegin, nameEnd - nameBegin, StandardCharsets.ISO_8859_1));
                values.read(valueBegin, valueEnd);
                assertThat(values.count()).isEqualTo(1);
                found.add(
                        values.kind() == FeatureKind.INT64
                                ? values.int64(0)
                                : ByteString.copyFrom(buffer, values.offset(0), values.length(0)));
            });
            int begin = plain.payloadOffset();
            assertThat(found)
                    .containsExactly(
                            "index",
                            plain.index(),
                            "label",
                            plain.label(),
                            plain.kind().feature(),
                            ByteString.copyFrom(damaged, begin, damaged.length - begin));
        }
    }

    @Property
    void record_writtenByProtobufInAnyOrderWithOtherFeatures_isRead(
            @ForAll long index, @ForAll long label, @ForAll long seed) {
        List<byte[]> entries = new ArrayList<>(List.of(
                entry("index", int64(index)),
                entry("label", int64(label)),
                entry("image_string", bytes(PIXELS)),
                entry("weight", floats(0.5f, 2)),
                entry("shape", int64(28, 28, 1)),
                entry("tags", bytes(PIXELS, PIXELS)),
                entry("", Feature.getDefaultInstance()),
                entry("indexes", int64(1, 2))));
        Collections.shuffle(entries, new Random(seed));

        parse(example(entries));

        assertThat(cursor.index()).isEqualTo(index);
        assertThat(cursor.label()).isEqualTo(label);
        assertThat(cursor.kind()).isEqualTo(RecordKind.IMAGE);
        assertThat(payload()).isEqualTo(PIXELS);
    }

    @Property
    void record_withUnpackedIntegers_isRead(@ForAll long index) throws IOException {
        parse(example(List.of(entry("index", unpacked(index)), entry("label", int64(2)))));

        assertThat(cursor.index()).isEqualTo(index);
        assertThat(cursor.label()).isEqualTo(2);
        assertThat(cursor.kind()).isNull();
        assertThat(cursor.payloadLength()).isZero();
    }

    @Test
    void record_withUnknownFieldsAtEveryLevel_isRead() {
        UnknownFieldSet unknown = unknownFields();
        Feature index = Feature.newBuilder()
                .setInt64List(Int64List.newBuilder().addValue(12).setUnknownFields(unknown))
                .setUnknownFields(unknown)
                .build();
        Feature pixels = Feature.newBuilder()
                .setBytesList(BytesList.newBuilder()
                        .addValue(ByteString.copyFrom(PIXELS))
                        .setUnknownFields(unknown))
                .setUnknownFields(unknown)
                .build();
        Example example = Example.newBuilder()
                .setFeatures(Features.newBuilder()
                        .putFeature("index", index)
                        .putFeature("label", int64(3))
                        .putFeature("image_string", pixels)
                        .setUnknownFields(unknown))
                .setUnknownFields(unknown)
                .build();

        parse(example.toByteArray());

        assertThat(cursor.index()).isEqualTo(12);
        assertThat(cursor.label()).isEqualTo(3);
        assertThat(payload()).isEqualTo(PIXELS);
    }

    @Test
    void unknownFieldsBeforeTheKnownOnes_arePassedOver() {
        byte[] known = example(List.of(entry("index", int64(5)), entry("label", int64(6))));
        byte[] unknown = unknownFields().toByteArray();
        byte[] both = Arrays.copyOf(unknown, unknown.length + known.length);
        System.arraycopy(known, 0, both, unknown.length, known.length);

        parse(both);

        assertThat(cursor.index()).isEqualTo(5);
        assertThat(cursor.label()).isEqualTo(6);
    }

    @Test
    void repeatedFeature_countsAsItsLast() {
        parse(example(List.of(
                entry("index", int64(1)),
                entry("path_string", bytes(new byte[] {'a'})),
                entry("index", int64(2)),
                entry("path_string", bytes(new byte[] {'b', 'c'})))));

        assertThat(cursor.index()).isEqualTo(2);
        assertThat(cursor.path()).isEqualTo("bc");
    }

    @Test
    void repeatedFeatures_areMergedAsProtobufDoes() {
        byte[] first = example(List.of(entry("index", int64(1)), entry("label", int64(1))));
        byte[] second = example(List.of(entry("label", int64(2))));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        parse(both);

        assertThat(cursor.index()).isEqualTo(1);
        assertThat(cursor.label()).isEqualTo(2);
    }

    @Test
    void recordWithBothPayloads_isAnImageRecordInEitherOrder() {
        byte[] path = entry("path_string", bytes(new byte[] {'a'}));
        byte[] image = entry("image_string", bytes(PIXELS));
        for (List<byte[]> entries : List.of(List.of(path, image), List.of(image, path))) {
            parse(example(entries));

            assertThat(cursor.kind()).isEqualTo(RecordKind.IMAGE);
            assertThat(payload()).isEqualTo(PIXELS);
        }
    }

    @Test
    void path_isReadAsUtf8() {
        String path = "/data/Bücher/猫.png";

        parse(example(List.of(entry("path_string", bytes(path.getBytes(StandardCharsets.UTF_8))))));

        assertThat(cursor.path()).isEqualTo(path);
    }

    @Test
    void cursor_usedAgain_remembersNothing() {
        parse(example(
                List.of(entry("index", int64(1)), entry("label", int64(2)), entry("image_string", bytes(PIXELS)))));
        parse(new byte[0]);

        assertThat(cursor.hasIndex()).isFalse();
        assertThat(cursor.hasLabel()).isFalse();
        assertThat(cursor.kind()).isNull();
        assertThat(cursor.payloadLength()).isZero();
    }

    @Test
    void missingFeature_isNamedWhenAskedFor() {
        parse(example(List.of(entry("label", int64(2)), entry("path_string", bytes(PIXELS)))));

        assertThat(cursor.hasIndex()).isFalse();
        assertThatThrownBy(cursor::index)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessage("Record has no feature 'index' (path-00003-of-00016.tfrecord, offset 0, record 0); "
                        + "written by other software, or of another kind?");
        assertThatThrownBy(() -> cursor.requireKind(RecordKind.IMAGE)).hasMessageContaining("'image_string'");
        parse(new byte[0]);
        assertThatThrownBy(cursor::label).hasMessageContaining("'label'");
        assertThatThrownBy(cursor::path).hasMessageContaining("'path_string'");
    }

    @Test
    void featureThatIsNotOneValueOfItsType_isNamed() {
        for (Feature wrong : List.of(
                Feature.getDefaultInstance(), int64(), int64(1, 2), floats(1), bytes(PIXELS), bytes(PIXELS, PIXELS))) {
            assertThatThrownBy(() -> parse(example(List.of(entry("index", wrong)))))
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("Feature 'index' holds")
                    .hasMessageContaining("expected exactly one");
            assertThatThrownBy(() -> parse(example(List.of(entry("label", wrong)))))
                    .hasMessageContaining("Feature 'label'");
        }
        for (Feature wrong :
                List.of(Feature.getDefaultInstance(), int64(1), floats(1), bytes(), bytes(PIXELS, PIXELS))) {
            assertThatThrownBy(() -> parse(example(List.of(entry("path_string", wrong)))))
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("Feature 'path_string'");
        }
    }

    @Test
    void randomBytes_neverGiveAnythingButADamagedRecord() throws IOException {
        SplittableRandom random = new SplittableRandom(20_001);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            payloads.add(payload);
        }

        assertThat(refused(payloads)).isBetween(15_000, 20_000);
    }

    @Test
    void goodRecordsWithChangedAndLostBytes_neverGiveAnythingButADamagedRecord() throws IOException {
        byte[] good = example(List.of(
                entry("index", int64(1 << 20)), entry("label", int64(2)), entry("image_string", bytes(PIXELS))));
        SplittableRandom random = new SplittableRandom(20_002);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, good.length - random.nextInt(4));
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            payloads.add(damaged);
        }

        assertThat(refused(payloads)).isBetween(10_000, 19_999);
    }

    @Test
    void malformedMessage_saysSo() {
        assertThatThrownBy(() -> parse("not a message".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(DamagedRecordException.class)
                .hasMessage("Record is not a tf.train.Example (path-00003-of-00016.tfrecord, offset 0, record 0); "
                        + "another message, or damaged before it was framed?");
    }

    @Test
    void groupsInGroups_areBoundedByTheRecordAndNotByTheStack() {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) WireCursor.tag(9, WireCursor.GROUP_BEGIN));

        assertThatThrownBy(() -> parse(groups)).isInstanceOf(DamagedRecordException.class);
    }

    /** How many of these payloads are refused with a DamagedRecordException; any other exception fails the test. */
    private int refused(List<byte[]> payloads) throws IOException {
        RecordReader reader = Records.reader(Records.file(payloads));
        int refused = 0;
        while (reader.next()) {
            try {
                cursor.parse(reader);
                if (cursor.payloadLength() > 0) {
                    assertThat(cursor.payloadOffset()).isGreaterThan(reader.payloadOffset());
                }
                assertThat(cursor.payloadLength()).isBetween(0, reader.payloadLength());
            } catch (DamagedRecordException expected) {
                refused++;
            }
        }
        return refused;
    }

    private void parse(byte[] payload) {
        cursor.parse(Records.at(payload));
    }

    private byte[] payload() {
        return Arrays.copyOfRange(
                cursor.buffer(), cursor.payloadOffset(), cursor.payloadOffset() + cursor.payloadLength());
    }

    /** An Example of these map entries, in this order. */
    private static byte[] example(List<byte[]> entries) {
        UnknownFieldSet.Field.Builder features = UnknownFieldSet.Field.newBuilder();
        for (byte[] entry : entries) {
            features.addLengthDelimited(ByteString.copyFrom(entry));
        }
        byte[] map = UnknownFieldSet.newBuilder()
                .addField(1, features.build())
                .build()
                .toByteArray();
        return UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(map))
                                .build())
                .build()
                .toByteArray();
    }

    private static byte[] entry(String name, Feature feature) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(name))
                                .build())
                .addField(
                        2,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(feature.toByteString())
                                .build())
                .build()
                .toByteArray();
    }

    /** Int64List with its value as a plain varint, as protobuf version 2 wrote it. */
    private static Feature unpacked(long value) throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(list);
        out.writeInt64(1, value);
        out.flush();
        ByteArrayOutputStream feature = new ByteArrayOutputStream();
        out = CodedOutputStream.newInstance(feature);
        out.writeTag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeByteArrayNoTag(list.toByteArray());
        out.flush();
        // As unknown fields, so that writing it again does not pack it.
        return Feature.newBuilder()
                .setUnknownFields(UnknownFieldSet.parseFrom(feature.toByteArray()))
                .build();
    }

    /** One field of every wire type, among them the largest field number there is. */
    private static UnknownFieldSet unknownFields() {
        UnknownFieldSet.Field every = UnknownFieldSet.Field.newBuilder()
                .addVarint(-1)
                .addFixed32(7)
                .addFixed64(8)
                .addLengthDelimited(ByteString.copyFromUtf8("later"))
                .addGroup(UnknownFieldSet.newBuilder()
                        .addField(
                                1,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(300)
                                        .addGroup(UnknownFieldSet.getDefaultInstance())
                                        .build())
                        .build())
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(15, every)
                .addField((1 << 29) - 1, every)
                .build();
    }

    private static Feature int64(long... values) {
        Int64List.Builder list = Int64List.newBuilder();
        for (long value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setInt64List(list).build();
    }

    private static Feature floats(float... values) {
        FloatList.Builder list = FloatList.newBuilder();
        for (float value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setFloatList(list).build();
    }

    private static Feature bytes(byte[]... values) {
        BytesList.Builder list = BytesList.newBuilder();
        for (byte[] value : values) {
            list.addValue(ByteString.copyFrom(value));
        }
        return Feature.newBuilder().setBytesList(list).build();
    }
}
