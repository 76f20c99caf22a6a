/**
 * Where labelled images come from: the four IDX files of MNIST, fetched first where they are missing, or digits drawn in
 * process when nothing is to be downloaded; and the PNG encoder that turns any of them into image files.
 *
 * <p>Entry types: {@link io.github.fairdeal.source.LabelledImages} (N images in sorted order, random access),
 * {@link io.github.fairdeal.source.MnistFiles}, {@link io.github.fairdeal.source.MnistDownload},
 * {@link io.github.fairdeal.source.DrawnDigits}, {@link io.github.fairdeal.source.PngEncoder}. Neighbours: it speaks in the
 * nouns of {@code dataset}; {@code job} hands a source to executors and writes what it yields. ImageIO's encoders stay in
 * this package.
 *
 * <p>Cost: MNIST is held in memory whole, 55 MB, and is broadcast at that size; anything above 2 GiB of pixels is
 * refused. Drawn digits hold a single number and cost tens of microseconds an image.
 */
package io.github.fairdeal.source;
