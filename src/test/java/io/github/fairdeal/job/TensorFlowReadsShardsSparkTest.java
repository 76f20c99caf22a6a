package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.tfrecord.TensorFlowRecords;
import io.github.fairdeal.tfrecord.TensorFlowRecords.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** TensorFlow's own kernels read what prepare and shuffle write. */
final class TensorFlowReadsShardsSparkTest extends SparkTest {

    @TempDir
    Path above;

    @ParameterizedTest
    @EnumSource
    void sortedShards_areReadAlike(RecordKind kind) throws IOException {
        List<Row> rows = TensorFlowRecords.read(kind, sharedDigits().sorted(kind));

        assertThat(rows).hasSize(3_000).isEqualTo(rows(sharedDigits().sorted(kind)));
        for (Row row : kind == RecordKind.IMAGE ? rows : List.<Row>of()) {
            assertThat(row.label()).isEqualTo(DIGITS.image(row.index()).label());
            assertThat(row.payload()).isEqualTo(DIGITS.image(row.index()).pixels());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shuffledShards_areReadAlike(RecordKind kind) throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).kind(kind).shards(7).execute();

        List<Row> rows = TensorFlowRecords.read(kind, dataset.epoch(0));

        assertThat(rows).hasSize(3_000).isEqualTo(rows(dataset.epoch(0)));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(rows(dataset.sorted(kind)));
    }

    /** {@code tf.image.decode_image} is in Java what {@code decode_png} and {@code decode_jpeg} are, by the format. */
    @Test
    void encodedImages_areParsedAndDecoded() throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), 20, 3, 0);
        TestDataset encoded = new TestDataset(above.resolve("encoded"));
        new PrepareListing(spark())
                .listing(new FolderListing(tree.root().toString()))
                .output(encoded.path())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .payload(ImagePayload.ENCODED)
                .execute();

        List<Row> rows = TensorFlowRecords.read("image_encoded", encoded.sorted(RecordKind.IMAGE));

        assertThat(rows).hasSize(20).isEqualTo(rows(encoded.sorted(RecordKind.IMAGE)));
        for (Row row : rows) {
            try (EagerSession session = EagerSession.create()) {
                Ops tf = Ops.create(session);
                NdArray<byte[]> file = NdArrays.scalarOfObject(row.payload());
                Operand<TUint8> pixels = tf.image.decodeImage(
                        tf.constantOf(TString.tensorOfBytes(file)), TUint8.class, DecodeImage.channels(3L));
                assertThat(pixels.asTensor().shape()).isEqualTo(Shape.of(8, 8, 3));
            }
        }
    }

    /** What our own reader makes of them. */
    private static List<Row> rows(List<Path> shards) throws IOException {
        return TestRecord.read(shards).stream()
                .map(record -> new Row(record.index(), record.label(), record.payload()))
                .toList();
    }
}
