package io.github.fairdeal.tensor;

/** What TensorFlow said of one batch of B images with K known labels. */
public final class BatchResult {

    private final long[] labelCounts;
    private final float meanPixel;
    private final float[] logits;
    private final int classes;

    /** Takes the arrays over. */
    BatchResult(long[] labelCounts, float meanPixel, float[] logits, int classes) {
        this.labelCounts = labelCounts;
        this.meanPixel = meanPixel;
        this.logits = logits;
        this.classes = classes;
    }

    /** Images of each label, {@code int64 [K]}, labels ascending. A copy. */
    public long[] labelCounts() {
        return labelCounts.clone();
    }

    /** Adds the images of each label to {@code totals}, {@code int64 [K]}. */
    public void addLabelCountsTo(long[] totals) {
        for (int k = 0; k < labelCounts.length; k++) {
            totals[k] += labelCounts[k];
        }
    }

    /** Mean over all pixels and channels of the batch, 0 to 255. */
    public float meanPixel() {
        return meanPixel;
    }

    /** Classes the model scores: K, at most {@link FeedSession#MAX_CLASSES}. */
    public int classes() {
        return classes;
    }

    /** The model's score of class {@code k} for image {@code i} of the batch. */
    public float logit(int i, int k) {
        return logits[i * classes + k];
    }
}
