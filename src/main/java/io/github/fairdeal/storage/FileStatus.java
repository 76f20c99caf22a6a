package io.github.fairdeal.storage;

/**
 * An entry of a folder.
 *
 * @param path as {@link Storage} takes it
 * @param name last part of the path
 * @param bytes size; 0 for a folder
 * @param isFolder whether it is a folder
 * @param modifiedAtMillis when a file was last written, by the clock of the store, in milliseconds since 1970; of a
 *     folder it may be anything
 */
public record FileStatus(String path, String name, long bytes, boolean isFolder, long modifiedAtMillis) {}
