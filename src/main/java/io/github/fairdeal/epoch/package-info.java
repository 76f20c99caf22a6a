/**
 * Epochs on disk: staging, the checks before publishing, one atomic step that makes an epoch visible, finding the
 * published ones, and taking old ones away.
 *
 * <p>Entry types: {@link io.github.fairdeal.epoch.EpochFolder} (a published epoch),
 * {@link io.github.fairdeal.epoch.Staging} (one run's unpublished work), {@link io.github.fairdeal.epoch.Catalog} (all
 * that is there), {@link io.github.fairdeal.epoch.Retention} (which epochs stay) and
 * {@link io.github.fairdeal.epoch.OrderCheck} (every index exactly once, as a mergeable state). An epoch without a
 * manifest does not exist for any reader; what has a name that begins with a dot is somebody's unfinished work.
 */
package io.github.fairdeal.epoch;
