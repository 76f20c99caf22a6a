package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;
import org.tensorflow.proto.FeatureLists;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;
import org.tensorflow.proto.SequenceExample;

/** Encoder and parser of any features, against protobuf's own code. */
final class FeatureCodecTest {

    private static final byte[] NAME = "x".getBytes(StandardCharsets.US_ASCII);

    private final FeatureEncoder encoder = new FeatureEncoder();

    @Property
    void encodedExample_isWhatProtobufReads(
            @ForAll @Size(max = 50) long[] int64s,
            @ForAll @Size(max = 50) float[] floats,
            @ForAll @Size(max = 20) byte[][] strings)
            throws InvalidProtocolBufferException {
        encoder.clear();
        int mark = encoder.mark();
        putBytes(strings);
        encoder.endEntry(name("strings"), mark);
        mark = encoder.mark();
        putFloats(floats);
        encoder.endEntry(name("floats"), mark);
        mark = encoder.mark();
        putInt64s(int64s);
        encoder.endEntry(name("int64s"), mark);
        encoder.endFeatures(0);

        Example parsed = Example.parseFrom(encoded());

        assertThat(parsed)
                .isEqualTo(Example.newBuilder()
                        .setFeatures(Features.newBuilder()
                                .putFeature("int64s", feature(int64s))
                                .putFeature("floats", feature(floats))
                                .putFeature("strings", feature(strings)))
                        .build());
    }

    @Test
    void encodedSequence_isWhatProtobufReads() throws InvalidProtocolBufferException {
        encoder.clear();
        for (int step = 2; step >= 0; step--) {
            int mark = encoder.mark();
            putInt64s(new long[step]);
            encoder.endStep(mark);
        }
        encoder.endEntry(NAME, 0);
        encoder.endFeatureLists(0);
        int context = encoder.mark();
        putFloats(new float[] {1});
        encoder.endEntry(name("id"), context);
        encoder.endFeatures(context);

        assertThat(SequenceExample.parseFrom(encoded()))
                .isEqualTo(SequenceExample.newBuilder()
                        .setContext(Features.newBuilder().putFeature("id", feature(new float[] {1})))
                        .setFeatureLists(FeatureLists.newBuilder()
                                .putFeatureList(
                                        "x",
                                        FeatureList.newBuilder()
                                                .addFeature(feature(new long[0]))
                                                .addFeature(feature(new long[1]))
                                                .addFeature(feature(new long[2]))
                                                .build()))
                        .build());
    }

    @Property
    void wantedFeatures_areFoundAmongOthers(@ForAll @Size(max = 12) Map<String, Long> values) {
        Features.Builder features = Features.newBuilder();
        values.forEach((name, value) -> features.putFeature(name, feature(new long[] {value, 1})));
        List<String> wanted = new ArrayList<>(new TreeMap<>(values).keySet());
        wanted.removeIf(name -> name.hashCode() % 3 == 0);
        wanted.add("not there " + values.size());
        FeatureParser parser = FeatureParser.ofExamples(wanted);

        parser.parse(
                Records.at(Example.newBuilder().setFeatures(features).build().toByteArray()));

        for (int i = 0; i < wanted.size() - 1; i++) {
            assertThat(parser.has(i)).isTrue();
            FeatureValues found = parser.values(i);
            assertThat(found.kind()).isEqualTo(FeatureKind.INT64);
            assertThat(found.count()).isEqualTo(2);
            assertThat(found.int64(0)).isEqualTo(values.get(wanted.get(i)));
        }
        assertThat(parser.has(wanted.size() - 1)).isFalse();
    }

    @Test
    void listInPieces_isReadAsProtobufReadsIt() throws IOException {
        // Two concatenated Features are merged: lists of one kind are joined, of two kinds the last one stays.
        byte[] joined = concat(
                feature(new long[] {1, 2}).toByteArray(),
                feature(new long[] {3}).toByteArray());
        byte[] replaced = concat(joined, feature(new float[] {4}).toByteArray());
        byte[] single = {0x1a, 4, 0x08, 7, 0x08, 8};

        assertThat(Feature.parseFrom(joined).getInt64List().getValueList()).containsExactly(1L, 2L, 3L);
        FeatureValues values = valuesOf(joined);
        assertThat(new long[] {values.int64(0), values.int64(1), values.int64(2)})
                .containsExactly(1, 2, 3);
        assertThat(values.count()).isEqualTo(3);
        values = valuesOf(replaced);
        assertThat(values.kind()).isEqualTo(FeatureKind.FLOAT);
        assertThat(values.count()).isEqualTo(1);
        assertThat(values.float32(0)).isEqualTo(4);
        values = valuesOf(single);
        assertThat(Feature.parseFrom(single).getInt64List().getValueList()).containsExactly(7L, 8L);
        assertThat(new long[] {values.int64(0), values.int64(1)}).containsExactly(7, 8);
    }

    @Property
    void anyBytes_areReadOrNamedAsNoExample(@ForAll @Size(max = 60) byte[] payload) {
        FeatureParser parser = FeatureParser.ofExamples(List.of("x", ""));
        try {
            parser.parse(Records.at(payload));
            for (int i = 0; i < 2; i++) {
                if (parser.has(i)) {
                    parser.values(i);
                }
            }
        } catch (DamagedRecordException e) {
            assertThat(e).hasMessageContaining("Record is not a tf.train.Example");
        }
    }

    @Test
    void cutExample_isDamagedWhereverItIsCut() {
        byte[] whole = Example.newBuilder()
                .setFeatures(Features.newBuilder().putFeature("x", feature(new long[] {1L << 40, 2, 3})))
                .build()
                .toByteArray();
        FeatureParser parser = FeatureParser.ofExamples(List.of("x"));

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parser.parse(Records.at(cut)))
                    .as("cut at %d of %d", length, whole.length)
                    .isInstanceOf(DamagedRecordException.class);
        }
    }

    @Test
    void streamOfUnknownSize_growsWithWhatArrivesOnly() throws IOException {
        byte[] large = new byte[3_000_000];
        Arrays.fill(large, (byte) 7);
        byte[] file = Records.file(List.of(NAME, large, NAME));
        RecordReader reader = RecordReader.ofUnknownSize(new ByteArrayInputStream(file), "stream");

        assertThat(Records.payloads(reader)).containsExactly(NAME, large, NAME);

        // A sound header that promises two gigabytes, and nothing behind it.
        byte[] promise = new byte[Framing.HEADER_BYTES + 10];
        Framing.putLong(promise, 0, Framing.MAX_PAYLOAD_BYTES);
        Framing.putInt(promise, Framing.LENGTH_BYTES, new MaskedCrc32c().of(promise, 0, Framing.LENGTH_BYTES));
        RecordReader liar = RecordReader.ofUnknownSize(new ByteArrayInputStream(promise), "stream");
        assertThatThrownBy(liar::next).hasMessageContaining("Record cut short");
        assertThat(liar.buffer().length).isLessThan(1 << 20);
    }

    @Test
    void damagedPayload_isPassedWhenAskedTo() throws IOException {
        byte[] file = Records.file(List.of(NAME, NAME, NAME));
        file[17 + Framing.HEADER_BYTES] ^= 1;
        RecordReader reader = Records.reader(file);

        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next).hasMessageContaining("record 1)");
        assertThatThrownBy(reader::next).hasMessageContaining("record 1)");
        assertThat(reader.hasPayload()).isTrue();
        assertThat(reader.passDamaged()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.record()).isEqualTo(2);
        assertThat(reader.next()).isFalse();
        assertThat(Records.payloads(Records.reader(file).trustPayloads())).hasSize(3);
    }

    @Test
    void damagedLength_isNeverPassed() throws IOException {
        byte[] file = Records.file(List.of(NAME, NAME));
        file[17] ^= 1;
        RecordReader reader = Records.reader(file).trustPayloads();

        assertThat(reader.next()).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(reader::next).hasMessageContaining("Record length checksum mismatch");
            assertThat(reader.passDamaged()).isFalse();
        }
    }

    private void putInt64s(long[] values) {
        int list = encoder.mark();
        for (int i = values.length - 1; i >= 0; i--) {
            encoder.int64(values[i]);
        }
        encoder.endInt64s(list);
    }

    private void putFloats(float[] values) {
        int list = encoder.mark();
        for (int i = values.length - 1; i >= 0; i--) {
            encoder.float32(values[i]);
        }
        encoder.endFloats(list);
    }

    private void putBytes(byte[][] values) {
        int list = encoder.mark();
        for (int i = values.length - 1; i >= 0; i--) {
            encoder.bytes(values[i]);
        }
        encoder.endBytes(list);
    }

    private byte[] encoded() {
        return Arrays.copyOfRange(encoder.buffer(), encoder.offset(), encoder.offset() + encoder.length());
    }

    /** What the parser makes of a Feature with this content. */
    private static FeatureValues valuesOf(byte[] feature) throws IOException {
        byte[] entry = concat(field(NAME, 1), field(feature, 2));
        FeatureParser parser = FeatureParser.ofExamples(List.of("x"));
        parser.parse(Records.at(field(field(entry, 1), 1)));
        return parser.values(0);
    }

    private static byte[] field(byte[] content, int number) throws IOException {
        assertThat(content.length).isLessThan(128);
        return concat(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] concat(byte[] one, byte[] other) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(one);
        out.write(other);
        return out.toByteArray();
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static Feature feature(long[] values) {
        Int64List.Builder list = Int64List.newBuilder();
        for (long value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setInt64List(list).build();
    }

    private static Feature feature(float[] values) {
        FloatList.Builder list = FloatList.newBuilder();
        for (float value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setFloatList(list).build();
    }

    private static Feature feature(byte[][] values) {
        BytesList.Builder list = BytesList.newBuilder();
        for (byte[] value : values) {
            list.addValue(ByteString.copyFrom(value));
        }
        return Feature.newBuilder().setBytesList(list).build();
    }
}
