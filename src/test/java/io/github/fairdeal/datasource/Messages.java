package io.github.fairdeal.datasource;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;
import org.tensorflow.proto.FeatureLists;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;
import org.tensorflow.proto.SequenceExample;

/** Records made by protobuf's own code. */
final class Messages {

    private Messages() {}

    static byte[] example(Map<String, Feature> features) {
        return Example.newBuilder()
                .setFeatures(Features.newBuilder().putAllFeature(features))
                .build()
                .toByteArray();
    }

    static byte[] sequence(Map<String, Feature> context, Map<String, FeatureList> lists) {
        return SequenceExample.newBuilder()
                .setContext(Features.newBuilder().putAllFeature(context))
                .setFeatureLists(FeatureLists.newBuilder().putAllFeatureList(lists))
                .build()
                .toByteArray();
    }

    /** An Example with one more feature, whose list is longer than there are bytes. */
    static byte[] malformed(byte[] example, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(example);
        bytes.writeBytes(new byte[] {0x0a, (byte) (text.length + 8), 0x0a, (byte) (text.length + 6)});
        bytes.writeBytes(new byte[] {0x0a, (byte) text.length});
        bytes.writeBytes(text);
        bytes.writeBytes(new byte[] {0x12, 2, 0x1a, 0x7f});
        return bytes.toByteArray();
    }

    static Feature int64s(long... values) {
        Int64List.Builder list = Int64List.newBuilder();
        for (long value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setInt64List(list).build();
    }

    static Feature floats(float... values) {
        FloatList.Builder list = FloatList.newBuilder();
        for (float value : values) {
            list.addValue(value);
        }
        return Feature.newBuilder().setFloatList(list).build();
    }

    static Feature strings(String... values) {
        BytesList.Builder list = BytesList.newBuilder();
        for (String value : values) {
            list.addValue(ByteString.copyFrom(value, StandardCharsets.UTF_8));
        }
        return Feature.newBuilder().setBytesList(list).build();
    }

    static FeatureList steps(Feature... steps) {
        FeatureList.Builder list = FeatureList.newBuilder();
        for (Feature step : steps) {
            list.addFeature(step);
        }
        return list.build();
    }
}
