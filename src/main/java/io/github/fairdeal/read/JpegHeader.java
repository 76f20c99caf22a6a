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
 * @param hasProfile whether a colour profile, or a piece of one, comes with it
 * @param coefficientBytes what libjpeg holds of all scans before the first pixel comes out; 0 if there is one scan only
 */
record JpegHeader(
        int height,
        int width,
        int components,
        Colours colours,
        boolean isJfif,
        boolean isAdobe,
        boolean hasProfile,
        long coefficientBytes) {

    private static final int SOI = 0xd8;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
    private static final int ADOBE_TRANSFORM = 11;
    private static final byte[] PROFILE = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0};

    /** Rows and columns of a block, and bytes of its coefficients. */
    private static final int BLOCK = 8;

    private static final int BLOCK_BYTES = BLOCK * BLOCK * Short.BYTES;

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
        boolean isProgressive = false;
        boolean hasProfile = false;
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
                if (frame == 0 || end == data) {
                    return null;
                }
                boolean hasManyScans = isProgressive || file[data] < file[frame + 5];
                return of(file, frame, isJfif, transform, hasProfile, hasManyScans);
            }
            if (isFrame(marker)) {
                boolean isWhole = end >= data + 6 && end == data + 6 + 3 * (file[data + 5] & 0xff);
                if (frame != 0 || !isWhole) {
                    return null;
                }
                frame = data;
                isProgressive = (marker & 3) == 2;
            } else if (marker == APP0) {
                isJfif |= startsWith(file, data, end, JFIF);
            } else if (marker == APP2) {
                hasProfile |= startsWith(file, data, end, PROFILE);
            } else if (marker == APP14 && startsWith(file, data, end, ADOBE) && end > data + ADOBE_TRANSFORM) {
                transform = file[data + ADOBE_TRANSFORM] & 0xff;
            }
            at = end;
        }
        return null;
    }

    /**
     * The file without its colour profile, which TensorFlow does not look at.
     *
     * @param file one of which {@link #of} could make a header
     */
    static byte[] withoutProfile(byte[] file, int length) {
        byte[] rest = new byte[length];
        int kept = 0;
        int from = 0;
        int at = 2;
        int marker = file[at + 1] & 0xff;
        while (marker != SOS) {
            if (marker == 0xff || marker == SOI) {
                at += marker == SOI ? 2 : 1;
            } else {
                int end = at + 2 + BigEndian.unsignedShortAt(file, at + 2);
                if (marker == APP2 && startsWith(file, at + 4, end, PROFILE)) {
                    System.arraycopy(file, from, rest, kept, at - from);
                    kept += at - from;
                    from = end;
                }
                at = end;
            }
            marker = file[at + 1] & 0xff;
        }
        System.arraycopy(file, from, rest, kept, length - from);
        return Arrays.copyOf(rest, kept + length - from);
    }

    /** What decoding takes at least, beside the file. */
    long workingBytes() {
        return Math.max((long) height * width * components, coefficientBytes);
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
    private static JpegHeader of(
            byte[] file, int frame, boolean isJfif, int transform, boolean hasProfile, boolean hasManyScans) {
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
        if (height == 0 || width == 0) {
            return null;
        }
        long coefficientBytes = hasManyScans ? coefficientBytes(file, frame, height, width, components) : 0;
        return new JpegHeader(height, width, components, colours, isJfif, isAdobe, hasProfile, coefficientBytes);
    }

    private static long coefficientBytes(byte[] file, int frame, int height, int width, int components) {
        int maxAcross = 1;
        int maxDown = 1;
        for (int component = 0; component < components; component++) {
            maxAcross = Math.max(maxAcross, samplingAcross(file, frame, component));
            maxDown = Math.max(maxDown, samplingDown(file, frame, component));
        }
        long bytes = 0;
        for (int component = 0; component < components; component++) {
            long columns = blocks((long) width * samplingAcross(file, frame, component), maxAcross);
            long rows = blocks((long) height * samplingDown(file, frame, component), maxDown);
            bytes += columns * rows * BLOCK_BYTES;
        }
        return bytes;
    }

    private static long blocks(long samples, int max) {
        return (samples + (long) max * BLOCK - 1) / ((long) max * BLOCK);
    }

    private static int samplingAcross(byte[] file, int frame, int component) {
        return (file[frame + 7 + 3 * component] >> 4) & 0xf;
    }

    private static int samplingDown(byte[] file, int frame, int component) {
        return file[frame + 7 + 3 * component] & 0xf;
    }
}
