package io.github.fairdeal.dataset;

import java.io.Serializable;

/**
 * A file that a dataset was made from.
 *
 * @param name file name
 * @param bytes size
 * @param sha256 of the file as it was read, 64 hexadecimal digits
 */
public record SourceFile(String name, long bytes, String sha256) implements Serializable {

    public SourceFile {
        Present.require("name", name);
        Present.require("sha256", sha256);
    }
}
