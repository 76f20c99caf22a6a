package io.github.fairdeal.tfrecord;

/** Which of its three lists a {@code tf.train.Feature} holds. */
public enum FeatureKind {
    /** None of them: an empty message. */
    NONE("no values"),
    INT64("int64 values"),
    FLOAT("float values"),
    BYTES("byte strings");

    private final String words;

    FeatureKind(String words) {
        this.words = words;
    }

    /** For messages: "feature 'label' holds {@code words()}". */
    public String words() {
        return words;
    }
}
