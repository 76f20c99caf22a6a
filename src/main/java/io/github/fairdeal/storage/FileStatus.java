package io.github.fairdeal.storage;

/**
 * An entry of a folder.
 *
 * @param path as {@link Storage} takes it
 * @param name last part of the path
 * @param bytes size; 0 for a folder
 * @param isFolder whether it is a folder
 */
public record FileStatus(String path, String name, long bytes, boolean isFolder) {}
