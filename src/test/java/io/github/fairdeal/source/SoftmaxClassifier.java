package io.github.fairdeal.source;

/** Multinomial logistic regression by stochastic gradient descent, one example at a time. */
final class SoftmaxClassifier {

    private final double[][] weights;

    SoftmaxClassifier(int pixels, int labels) {
        this.weights = new double[labels][pixels + 1];
    }

    void learn(byte[] pixels, int label, double rate) {
        double[] logits = logits(pixels);
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            logits[k] = Math.exp(logits[k]);
            sum += logits[k];
        }
        for (int k = 0; k < logits.length; k++) {
            double step = rate * ((k == label ? 1 : 0) - logits[k] / sum);
            for (int pixel = 0; pixel < pixels.length; pixel++) {
                weights[k][pixel] += step * (pixels[pixel] & 0xff) / 255;
            }
            weights[k][pixels.length] += step;
        }
    }

    int classify(byte[] pixels) {
        double[] logits = logits(pixels);
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
            best = logits[k] > logits[best] ? k : best;
        }
        return best;
    }

    private double[] logits(byte[] pixels) {
        double[] logits = new double[weights.length];
        for (int k = 0; k < logits.length; k++) {
            double sum = weights[k][pixels.length];
            for (int pixel = 0; pixel < pixels.length; pixel++) {
                sum += weights[k][pixel] * (pixels[pixel] & 0xff) / 255;
            }
            logits[k] = sum;
        }
        return logits;
    }
}
