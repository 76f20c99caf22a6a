package io.github.fairdeal.tfrecord;

import java.nio.charset.StandardCharsets;

/** Shows every feature of {@code tf.train.Example} and {@code SequenceExample} records: what schema inference sees. */
public final class FeatureSurvey {

    /** Told of every feature. */
    public interface Visitor {

        /** A feature, of an Example or of a SequenceExample's context. */
        void feature(String name, FeatureKind kind, int count);

        /** A step of a feature list; one call with NONE for a list without steps. */
        void step(String name, FeatureKind kind, int count);
    }

    private final FeatureMap map;
    private final FeatureValues values;

    private FeatureSurvey(FeatureMap map) {
        this.map = map;
        this.values = new FeatureValues(map.wire());
    }

    public static FeatureSurvey ofExamples() {
        return new FeatureSurvey(FeatureMap.ofExamples());
    }

    public static FeatureSurvey ofSequenceExamples() {
        return new FeatureSurvey(FeatureMap.ofSequenceExamples());
    }

    /**
     * Shows {@code visitor} the current record of {@code reader}.
     *
     * @throws DamagedRecordException if it is not such a message
     */
    public void survey(RecordReader reader, Visitor visitor) {
        map.walk(reader, (nameBegin, nameEnd, valueBegin, valueEnd, isFeatureList) -> {
            String name = new String(reader.buffer(), nameBegin, nameEnd - nameBegin, StandardCharsets.UTF_8);
            if (isFeatureList) {
                steps(name, valueBegin, valueEnd, visitor);
            } else {
                values.read(valueBegin, valueEnd);
                visitor.feature(name, values.kind(), values.count());
            }
        });
    }

    private void steps(String name, int begin, int end, Visitor visitor) {
        int at = begin;
        if (!map.step(at, end)) {
            visitor.step(name, FeatureKind.NONE, 0);
        }
        while (map.step(at, end)) {
            at = map.wire().delimited(end);
            values.read(map.wire().at, at);
            visitor.step(name, values.kind(), values.count());
        }
    }
}
