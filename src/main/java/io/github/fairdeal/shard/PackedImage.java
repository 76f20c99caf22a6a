package io.github.fairdeal.shard;

import java.util.Optional;

/**
 * The place of an image file inside a pack, as path records name it: {@code PACK.tfrecord#offset=OFFSET&length=LENGTH}.
 * A path that does not end like this is one of a file, whatever {@code #} there is in it.
 *
 * @param pack path of the pack, which ends in {@code .tfrecord}
 * @param offset of the image file's first byte in the pack
 * @param length bytes of the image file
 */
public record PackedImage(String pack, long offset, int length) {

    private static final String PACK_END = ".tfrecord";
    private static final String OFFSET = "#offset=";
    private static final String LENGTH = "&length=";
    private static final int NONE = -1;

    /** The place that {@code path} names; empty if it names a file. */
    public static Optional<PackedImage> parse(String path) {
        int packEnd = path.lastIndexOf('#');
        int lengthBegin = path.lastIndexOf(LENGTH);
        if (packEnd < 0
                || lengthBegin < packEnd
                || !path.startsWith(OFFSET, packEnd)
                || !path.startsWith(PACK_END, packEnd - PACK_END.length())) {
            return Optional.empty();
        }
        long offset = number(path, packEnd + OFFSET.length(), lengthBegin);
        long length = number(path, lengthBegin + LENGTH.length(), path.length());
        return offset == NONE || length == NONE || length > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new PackedImage(path.substring(0, packEnd), offset, (int) length));
    }

    /** The first byte in the pack behind the image file. */
    public long end() {
        return offset + length;
    }

    /** As path records say it. */
    @Override
    public String toString() {
        return pack + OFFSET + offset + LENGTH + length;
    }

    /** Decimal digits, at most as many as any number of them fits 64 bits. */
    private static long number(String text, int begin, int end) {
        if (begin >= end || end - begin > 18) {
            return NONE;
        }
        long number = 0;
        for (int i = begin; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
