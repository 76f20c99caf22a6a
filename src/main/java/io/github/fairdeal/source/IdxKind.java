package io.github.fairdeal.source;

/** The two kinds of IDX file that make up a labelled set: unsigned bytes in three dimensions, or in one. */
enum IdxKind {
    /** Count, rows, columns. */
    IMAGES(0x0803, 3),
    /** Count. */
    LABELS(0x0801, 1);

    private final int magic;
    private final int dimensions;

    IdxKind(int magic, int dimensions) {
        this.magic = magic;
        this.dimensions = dimensions;
    }

    /** First four bytes of the file, big-endian: two zeros, 0x08 for unsigned bytes, the number of dimensions. */
    int magic() {
        return magic;
    }

    /** Numbers in the header after the magic. */
    int dimensions() {
        return dimensions;
    }

    /** Bytes before the data. */
    int headerBytes() {
        return Integer.BYTES * (1 + dimensions);
    }
}
