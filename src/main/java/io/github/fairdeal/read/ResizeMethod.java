package io.github.fairdeal.read;

/** How images of other sizes come to the size that is wanted; names and results are TensorFlow's. */
public enum ResizeMethod {
    /** {@code tf.image.resize(method="bilinear")}, half-pixel centres, no antialiasing; rounded to uint8. */
    BILINEAR,
    /** {@code tf.image.resize(method="area")}: the mean of what a pixel covers; rounded to uint8. */
    AREA,
    /** {@code tf.image.resize_with_crop_or_pad}: cut out of the middle, and black around it where it is too small. */
    CROP_OR_PAD
}
