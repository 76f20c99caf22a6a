package io.github.fairdeal.tensor;

/** The small models that {@code compare} trains, to see what an order does to them. */
public enum TrainedModel {
    /** One dense layer over the pixels: multinomial logistic regression. */
    SOFTMAX("softmax regression", 0.1f),
    /** Two 5×5 convolutions of stride 2 with 8 and 16 channels, and a dense layer. */
    CNN("small convolutional network", 0.05f);

    private final String title;
    private final float learningRate;

    TrainedModel(String title, float learningRate) {
        this.title = title;
        this.learningRate = learningRate;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** Step of plain gradient descent, constant. */
    public float learningRate() {
        return learningRate;
    }
}
