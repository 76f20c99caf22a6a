package io.github.fairdeal.datasource;

/** What the payload of a record is. */
enum RecordType {
    EXAMPLE("Example"),
    SEQUENCE_EXAMPLE("SequenceExample"),
    /** Anything; a row is the payload in one column. */
    BYTE_ARRAY("ByteArray");

    /** The column of a {@link #BYTE_ARRAY} record. */
    static final String BYTE_ARRAY_COLUMN = "byteArray";

    private final String word;

    RecordType(String word) {
        this.word = word;
    }

    /** The value of option {@code recordType}. */
    String word() {
        return word;
    }
}
