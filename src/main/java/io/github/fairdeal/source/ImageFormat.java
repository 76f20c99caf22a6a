package io.github.fairdeal.source;

import io.github.fairdeal.dataset.LabelledImage;
import java.util.Locale;

/** A format of image files, and how to write them. */
public enum ImageFormat {

    /** Lossless. */
    PNG("png") {
        @Override
        public Encoder encoder() {
            PngEncoder encoder = new PngEncoder();
            return encoder::encode;
        }
    },

    /** Baseline, quality 0.9, colour at half the resolution (4:2:0): what cameras and data sets have. */
    JPEG("jpg") {
        @Override
        public Encoder encoder() {
            JpegEncoder encoder = new JpegEncoder();
            return encoder::encode;
        }
    };

    private final String extension;

    /** Encodes images one after another; one a thread. */
    public interface Encoder {

        /** The whole file of an image. */
        byte[] encode(LabelledImage image);
    }

    ImageFormat(String extension) {
        this.extension = extension;
    }

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How names of such files end, without the dot. */
    public String extension() {
        return extension;
    }

    /** A new encoder. */
    public abstract Encoder encoder();
}
