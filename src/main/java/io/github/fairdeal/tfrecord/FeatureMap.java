package io.github.fairdeal.tfrecord;

/**
 * Walks over the named entries of an {@code Example} or {@code SequenceExample}. Both of its maps, {@code Features} and
 * {@code FeatureLists}, are the same on the wire: {@code { 1: repeated entry { 1: name, 2: value } }}.
 */
final class FeatureMap {

    // Field numbers of example.proto and feature.proto.
    private static final int FEATURES = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int FEATURE_LISTS = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int ENTRY = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int ENTRY_NAME = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int ENTRY_VALUE = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int STEP = WireCursor.tag(1, WireCursor.DELIMITED);

    /** Told of every entry, in the order of the wire; may move the cursor. */
    interface Visitor {

        /** The entry's name and value lie in these half-open ranges; what the wire leaves out is empty. */
        void entry(int nameBegin, int nameEnd, int valueBegin, int valueEnd, boolean isFeatureList);
    }

    private final WireCursor wire;
    private final boolean isSequence;

    private FeatureMap(WireCursor wire, boolean isSequence) {
        this.wire = wire;
        this.isSequence = isSequence;
    }

    static FeatureMap ofExamples() {
        return new FeatureMap(new WireCursor("tf.train.Example"), false);
    }

    static FeatureMap ofSequenceExamples() {
        return new FeatureMap(new WireCursor("tf.train.SequenceExample"), true);
    }

    WireCursor wire() {
        return wire;
    }

    /** Shows {@code visitor} the reader's current record. */
    void walk(RecordReader reader, Visitor visitor) {
        wire.begin(reader);
        int end = wire.at + reader.payloadLength();
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == FEATURES) {
                entries(wire.delimited(end), visitor, false);
            } else if (isSequence && tag == FEATURE_LISTS) {
                entries(wire.delimited(end), visitor, true);
            } else {
                wire.pass(tag, end);
            }
        }
    }

    /** Moves from {@code begin} to the first Feature of a FeatureList; false if there is none up to {@code end}. */
    boolean step(int begin, int end) {
        wire.at = begin;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == STEP) {
                return true;
            }
            wire.pass(tag, end);
        }
        return false;
    }

    private void entries(int end, Visitor visitor, boolean isFeatureList) {
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == ENTRY) {
                entry(wire.delimited(end), visitor, isFeatureList);
            } else {
                wire.pass(tag, end);
            }
        }
    }

    private void entry(int end, Visitor visitor, boolean isFeatureList) {
        int nameBegin = wire.at;
        int nameEnd = wire.at;
        int valueBegin = wire.at;
        int valueEnd = wire.at;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == ENTRY_NAME) {
                nameEnd = wire.delimited(end);
                nameBegin = wire.at;
                wire.at = nameEnd;
            } else if (tag == ENTRY_VALUE) {
                valueEnd = wire.delimited(end);
                valueBegin = wire.at;
                wire.at = valueEnd;
            } else {
                wire.pass(tag, end);
            }
        }
        visitor.entry(nameBegin, nameEnd, valueBegin, valueEnd, isFeatureList);
        wire.at = end;
    }
}
