package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.shard.PackWriter;
import io.github.fairdeal.source.DrawnScenes;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.TensorFlowRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.EagerSession;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.ParseExample;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Packs read without this software: by TensorFlow's TFRecord reader, parser and decoder. */
class TensorFlowReadsPacksTest {

    private static final LabelledImages SCENES = DrawnScenes.of(30, 24);

    @TempDir
    Path folder;

    @Test
    void packs_parsedAndDecodedByTensorFlow_givePixelsAndAllFeatures() throws IOException {
        List<Path> packs = writePacks();

        List<byte[]> records = TensorFlowRecords.payloads(packs, "");

        assertThat(packs).hasSizeGreaterThan(3);
        assertThat(records).hasSize(30);
        try (Graph graph = new Graph();
                Session session = new Session(graph);
                TString content = TString.tensorOfBytes(NdArrays.vectorOfObjects(records.toArray(byte[][]::new)));
                Result parsed = parse(graph, session, content)) {
            for (int i = 0; i < records.size(); i++) {
                LabelledImage scene = SCENES.image(i);
                assertThat(((TInt64) parsed.get(0)).getLong(i)).isEqualTo(i);
                assertThat(((TInt64) parsed.get(1)).getLong(i)).isEqualTo(scene.label());
                assertThat(((TInt64) parsed.get(2)).getLong(i)).isEqualTo(24);
                assertThat(((TInt64) parsed.get(3)).getLong(i)).isEqualTo(24);
                assertThat(((TString) parsed.get(4)).getObject(i)).isEqualTo("png");
                assertThat(decode(((TString) parsed.get(5)).asBytes().getObject(i)))
                        .isEqualTo(scene.pixels());
            }
        }
    }

    private List<Path> writePacks() throws IOException {
        ImageFormat.Encoder encoder = ImageFormat.PNG.encoder();
        PackLayout layout = PackLayout.of(new ShardLayout(SCENES.size(), 1), 1_500, 10_000);
        try (PackWriter writer = new PackWriter(Storage.local(), folder.toString(), PathStyle.RELATIVE, layout, 0)) {
            for (long index = 0; index < SCENES.size(); index++) {
                LabelledImage image = SCENES.image(index);
                writer.add(index, image.label(), encoder.encode(image), "png", 24, 24);
            }
            List<Path> packs = new ArrayList<>();
            for (Shard pack : writer.finish()) {
                packs.add(folder.resolve("packs").resolve(pack.name()));
            }
            return packs;
        }
    }

    /** An empty default makes a feature required. */
    private static Result parse(Graph graph, Session session, TString content) {
        Ops tf = Ops.create(graph);
        Operand<TString> records = tf.placeholder(TString.class);
        Operand<TString> none = strings(tf);
        Operand<TInt64> noNumber = tf.constant(new long[0]);
        ParseExample parsed = tf.io.parseExample(
                records,
                none,
                none,
                strings(tf, "index", "label", "height", "width", "format", "image_encoded"),
                none,
                List.<Operand<?>>of(noNumber, noNumber, noNumber, noNumber, none, none),
                0L,
                List.of(),
                List.of(),
                List.of(),
                Collections.nCopies(6, Shape.scalar()));
        Session.Runner runner = session.runner().feed(records, content);
        parsed.denseValues().forEach(runner::fetch);
        return runner.run();
    }

    private static Operand<TString> strings(Ops tf, String... values) {
        NdArray<String> vector = NdArrays.ofObjects(String.class, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            vector.setObject(values[i], i);
        }
        return tf.constant(vector);
    }

    private static byte[] decode(byte[] file) {
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            TUint8 pixels = tf.image
                    .decodePng(tf.constantOf(TString.tensorOfBytes(NdArrays.scalarOfObject(file))), TUint8.class)
                    .asTensor();
            byte[] decoded = new byte[Math.toIntExact(pixels.size())];
            pixels.asRawTensor().data().read(decoded);
            return decoded;
        }
    }
}
