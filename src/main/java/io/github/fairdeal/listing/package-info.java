/**
 * Images that exist already, found by Spark tasks: {@link io.github.fairdeal.listing.ImageListing} is a folder of classes, a
 * manifest or TFRecord files; {@link io.github.fairdeal.listing.ListedImages} is what it lists, a row an image;
 * {@link io.github.fairdeal.listing.CheckedImages} has looked into their files; and
 * {@link io.github.fairdeal.listing.SortedListing} has brought them into order and counted them, which gives each its index.
 * {@code job.PrepareListing} writes the dataset.
 *
 * <p>Costs: one pass to list, one to look into files if asked for, one sort of rows of about 100 bytes, which Spark spills to
 * disk. The driver sees counts by partition and label.
 */
package io.github.fairdeal.listing;
