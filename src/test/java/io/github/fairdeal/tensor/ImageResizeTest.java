package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ResizeMethod;
import io.github.fairdeal.read.TestPng;
import io.github.fairdeal.read.TestShards;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** The reader's resized images against TensorFlow's kernels over the same files. */
class ImageResizeTest {

    private static final int[][] SIZES = {{28, 28}, {13, 9}, {9, 13}, {56, 56}, {100, 31}, {1, 1}, {29, 27}, {64, 7}};

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BILINEAR", "AREA"})
    void resize_anySize_givesTensorFlowsPixelsRounded(ResizeMethod method) throws IOException {
        long different = 0;
        long all = 0;
        for (ImageShape target : List.of(new ImageShape(28, 28, 3), new ImageShape(17, 40, 1))) {
            for (int i = 0; i < SIZES.length; i++) {
                int[] size = SIZES[i];
                byte[] png = new TestPng(size[0], size[1], 2, 8).write(i);
                byte[] ours = read(png, ReadOptions.defaults().withResize(method, target));
                float[] theirs = resize(png, method, target);
                for (int at = 0; at < ours.length; at++) {
                    // To the last bit of a float both sum in an order of their own: only halves may round apart.
                    assertThat((double) (ours[at] & 0xff)).isCloseTo(theirs[at], within(0.501));
                    different += (ours[at] & 0xff) == Math.round(theirs[at]) ? 0 : 1;
                }
                all += ours.length;
            }
        }
        assertThat(different).isLessThan(all / 1_000);
    }

    @Test
    void cropOrPad_anySize_takesTheMiddle() throws IOException {
        ImageShape target = new ImageShape(12, 10, 1);
        for (int[] size : SIZES) {
            byte[] png = new TestPng(size[0], size[1], 0, 8).write(3);
            ImageShape shape = new ImageShape(size[1], size[0], 1);
            byte[] whole = read(png, ReadOptions.defaults().withShape(shape));
            byte[] ours = read(png, ReadOptions.defaults().withResize(ResizeMethod.CROP_OR_PAD, target));
            int down = Math.floorDiv(shape.height() - 12, 2);
            int right = Math.floorDiv(shape.width() - 10, 2);
            // tf.image.resize_with_crop_or_pad halves the missing rows downwards and the superfluous ones too.
            down = shape.height() < 12 ? -((12 - shape.height()) / 2) : down;
            right = shape.width() < 10 ? -((10 - shape.width()) / 2) : right;
            for (int y = 0; y < 12; y++) {
                for (int x = 0; x < 10; x++) {
                    int row = y + down;
                    int column = x + right;
                    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
                    byte expected = inside ? whole[row * shape.width() + column] : 0;
                    assertThat(ours[y * 10 + x]).isEqualTo(expected);
                }
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }

    private byte[] read(byte[] png, ReadOptions options) throws IOException {
        Files.write(folder.resolve("one.png"), png);
        String shard = new TestShards(folder).pathShard("one.tfrecord", 0, 1, index -> "one.png");
        try (EpochReader reader = EpochReader.openShards(
                        Storage.local(),
                        folder.toString(),
                        List.of(shard),
                        RecordKind.PATH,
                        TestShards.SHAPE,
                        options.withBatchSize(1));
                Batch batch = reader.next()) {
            return batch.pixels().array().clone();
        }
    }

    private static float[] resize(byte[] png, ResizeMethod method, ImageShape target) {
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            Operand<TUint8> decoded = tf.image.decodePng(
                    tf.constantOf(TString.tensorOfBytes(NdArrays.scalarOfObject(png))),
                    TUint8.class,
                    DecodePng.channels((long) target.channels()));
            Operand<TUint8> images = tf.expandDims(decoded, tf.constant(0));
            var size = tf.constant(new int[] {target.height(), target.width()});
            Operand<TFloat32> resized = method == ResizeMethod.AREA
                    ? tf.image.resizeArea(images, size)
                    : tf.image.resizeBilinear(images, size, ResizeBilinear.halfPixelCenters(true));
            float[] pixels = new float[target.bytes()];
            resized.asTensor().asRawTensor().data().asFloats().read(pixels);
            return pixels;
        }
    }
}
