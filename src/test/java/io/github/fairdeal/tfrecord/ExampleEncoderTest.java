package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.Int64List;

/** The encoder against TensorFlow's own message classes. */
final class ExampleEncoderTest {

    @Property
    void record_isTheMessageThatProtobufMakes(
            @ForAll long index, @ForAll long label, @ForAll @Size(max = 300) byte[] payload, @ForAll RecordKind kind)
            throws InvalidProtocolBufferException {
        byte[] encoded = encode(kind, index, label, payload);

        assertThat(Example.parseFrom(encoded)).isEqualTo(message(kind, index, label, payload));
        assertThat(encoded).isEqualTo(message(kind, index, label, payload).toByteArray());
    }

    @Test
    void integers_ofEveryLength_areEncodedAsProtobufDoes() {
        byte[] payload = {1, 2, 3};
        for (int bits = 0; bits < 64; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), ~(1L << bits)}) {
                assertThat(encode(RecordKind.PATH, value, 3, payload))
                        .as("index %d", value)
                        .isEqualTo(message(RecordKind.PATH, value, 3, payload).toByteArray());
                assertThat(encode(RecordKind.IMAGE, 3, value, payload))
                        .as("label %d", value)
                        .isEqualTo(message(RecordKind.IMAGE, 3, value, payload).toByteArray());
            }
        }
    }

    @Test
    void payloads_aroundEveryLengthOfTheirLength_areEncodedAsProtobufDoes() {
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.IMAGE);
        SplittableRandom random = new SplittableRandom(3);
        for (int limit : new int[] {0, 1 << 7, 1 << 14, 1 << 21}) {
            for (int length = Math.max(0, limit - 40); length < limit + 4; length++) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                encoder.encode(5, 6, payload);

                Example message = message(RecordKind.IMAGE, 5, 6, payload);
                assertThat(encoder.length()).isEqualTo(message.getSerializedSize());
                assertThat(encoder.copy()).isEqualTo(message.toByteArray());
            }
        }
    }

    @Test
    void encoder_usedAgain_leavesNothingOfTheRecordBefore() {
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        encoder.encode(Long.MIN_VALUE, Long.MAX_VALUE, new byte[10_000]);
        encoder.encode(1, 2, new byte[] {9});

        assertThat(encoder.copy()).isEqualTo(encode(RecordKind.PATH, 1, 2, new byte[] {9}));
    }

    @Test
    void pathRecord_ofATypicalPath_takesAboutAHundredBytes() {
        byte[] path = "/data/mnist/images/00006/69999.png".getBytes(StandardCharsets.US_ASCII);

        assertThat(encode(RecordKind.PATH, 69_999, 9, path)).hasSize(91);
    }

    private static byte[] encode(RecordKind kind, long index, long label, byte[] payload) {
        ExampleEncoder encoder = new ExampleEncoder(kind);
        encoder.encode(index, label, payload);
        assertThat(encoder.length()).isEqualTo(encoder.copy().length);
        return encoder.copy();
    }

    private static Example message(RecordKind kind, long index, long label, byte[] payload) {
        // Protobuf's Java maps keep the order in which they were filled.
        return Example.newBuilder()
                .setFeatures(Features.newBuilder()
                        .putFeature("index", int64(index))
                        .putFeature("label", int64(label))
                        .putFeature(
                                kind.feature(),
                                Feature.newBuilder()
                                        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(payload)))
                                        .build()))
                .build();
    }

    private static Feature int64(long value) {
        return Feature.newBuilder()
                .setInt64List(Int64List.newBuilder().addValue(value))
                .build();
    }
}
