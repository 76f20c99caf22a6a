package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.RecordKind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** How {@link TfDataPipeline} makes pixels of what a record holds or names. */
enum TfDecoding {

    /** Image records: the payload is the pixels. */
    RAW(RecordKind.IMAGE) {
        @Override
        Operand<TUint8> pixels(Ops tf, Operand<TString> pixels, int channels) {
            return tf.io.decodeRaw(pixels, TUint8.class);
        }
    },

    PNG(RecordKind.PATH) {
        @Override
        Operand<TUint8> pixels(Ops tf, Operand<TString> path, int channels) {
            return tf.image.decodePng(tf.io.readFile(path), TUint8.class, DecodePng.channels((long) channels));
        }
    },

    /** With the op's defaults, among them the fast and less accurate transform: what everybody runs. */
    JPEG(RecordKind.PATH) {
        @Override
        Operand<TUint8> pixels(Ops tf, Operand<TString> path, int channels) {
            return tf.image.decodeJpeg(tf.io.readFile(path), DecodeJpeg.channels((long) channels));
        }
    };

    private final RecordKind kind;

    TfDecoding(RecordKind kind) {
        this.kind = kind;
    }

    /** Records that it works on. */
    RecordKind kind() {
        return kind;
    }

    /**
     * Pixels of one image, uint8.
     *
     * @param payload of the record; paths absolute
     */
    abstract Operand<TUint8> pixels(Ops tf, Operand<TString> payload, int channels);
}
