/**
 * The one file-system port: open, create, list, rename, delete, by path.
 *
 * <p>Entry type: {@link io.github.fairdeal.storage.Storage}. A path is a plain absolute path for the local file system
 * (NIO, no {@code .crc} side files) and a full URI for everything else (Hadoop). Hadoop is used in this package only.
 * {@link io.github.fairdeal.storage.Owner} and {@link io.github.fairdeal.storage.Lease} tell the unfinished work of a
 * dead process from that of a live one.
 * A {@code Storage} is small and serialisable and goes to executors as it is; it opens connections there, when needed.
 */
package io.github.fairdeal.storage;
