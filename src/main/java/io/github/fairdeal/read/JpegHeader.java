package io.github.fairdeal.read;

import java.util.Arrays;

/**
 * What a JPEG file says of its image before the pixels (ITU-T T.81, annex B).
 *
 * @param height rows
 * @param width columns
 * @param components samples a pixel, 1 to 4
 * @param colours what the components mean
 * @param isJfif whether the file says that its colours are those of JFIF
 * @param isAdobe whether a program of Adobe's wrote it, or says so
 */
record JpegHeader(int height, int width, int components, Colours colours, boolean isJfif, boolean isAdobe) {

    private static final int SOI = 0xd8;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
    private static final int ADOBE_TRANSFORM = 11;

    /** What components mean. */
    enum Colours {
        GRAY,
        RGB,
        YCC,
        CMYK,
        YCCK
    }

    /**
     * Reads the segments up to the first scan.
     *
     * @param file holds the file from 0 to {@code length}; {@link JpegDecoder#isJpeg} holds
     * @return null if there is no frame that makes sense
     */
    static JpegHeader of(byte[] file, int length) {
        int frame = 0;
        boolean isJfif = false;
        int transform = -1;
        int at = 2;
        while (at + 4 <= length && file[at] == (byte) 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff || marker == SOI) {
                at += marker == SOI ? 2 : 1;
                continue;
            }
            int data = at + 4;
            int end = at + 2 + BigEndian.unsignedShortAt(file, at + 2);
            if (end < data || end > length) {
                return null;
            }
            if (marker == SOS) {
                return frame == 0 ? null : of(file, frame, isJfif, transform);
            }
            if (isFrame(marker)) {
                boolean isWhole = end >= data + 6 && end == data + 6 + 3 * (file[data + 5] & 0xff);
                if (frame != 0 || !isWhole) {
                    return null;
                }
                frame = data;
            } else if (marker == APP0) {
                isJfif |= startsWith(file, data, end, JFIF);
            } else if (marker == APP14 && startsWith(file, data, end, ADOBE) && end > data + ADOBE_TRANSFORM) {
                transform = file[data + ADOBE_TRANSFORM] & 0xff;
            }
            at = end;
        }
        return null;
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean startsWith(byte[] file, int data, int end, byte[] word) {
        return end - data >= word.length && Arrays.equals(file, data, data + word.length, word, 0, word.length);
    }

    /**
     * Guesses the colours as libjpeg does ({@code default_decompress_parms} of {@code jdapimin.c}), hence TensorFlow.
     *
     * @param transform of Adobe's marker, −1 if there is none
     */
    private static JpegHeader of(byte[] file, int frame, boolean isJfif, int transform) {
        int height = BigEndian.unsignedShortAt(file, frame + 1);
        int width = BigEndian.unsignedShortAt(file, frame + 3);
        int components = file[frame + 5] & 0xff;
        boolean isAdobe = transform >= 0;
        Colours colours;
        switch (components) {
            case 1 -> colours = Colours.GRAY;
            case 3 -> {
                boolean spellsRgb = file[frame + 6] == 'R' && file[frame + 9] == 'G' && file[frame + 12] == 'B';
                boolean isRgb = !isJfif && (isAdobe ? transform == 0 : spellsRgb);
                colours = isRgb ? Colours.RGB : Colours.YCC;
            }
            case 4 -> colours = transform > 0 ? Colours.YCCK : Colours.CMYK;
            default -> {
                return null;
            }
        }
        return height == 0 || width == 0 ? null : new JpegHeader(height, width, components, colours, isJfif, isAdobe);
    }
}
