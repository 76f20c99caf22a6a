/**
 * Epochs on disk: staging, the checks before publishing, one atomic step that makes an epoch visible, and finding the
 * published ones.
 *
 * <p>Entry types: {@link io.github.fairdeal.epoch.EpochFolder} (a published epoch),
 * {@link io.github.fairdeal.epoch.Staging} (one run's unpublished work) and
 * {@link io.github.fairdeal.epoch.OrderCheck} (every index exactly once, as a mergeable state). An epoch without a
 * manifest does not exist for any reader; a folder whose name begins with a dot is somebody's unfinished work.
 */
package io.github.fairdeal.epoch;
