package io.github.fairdeal.source;

import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;

/**
 * How path records name image files that are somewhere else than in the dataset.
 *
 * @param style absolute: as they are; relative: from the dataset's folder, with {@code ..} up to the folder that holds both
 * @param dataset the dataset's folder, absolute or a URI
 */
public record PathNames(PathStyle style, String dataset) implements Serializable {

    /**
     * The name of a file.
     *
     * @param path absolute or a URI
     * @throws UsageException if there is no relative one, because no folder holds both
     */
    public String of(String path) {
        if (style == PathStyle.ABSOLUTE) {
            return path;
        }
        int common = 0;
        for (int i = 0; i < path.length() && i < dataset.length() && path.charAt(i) == dataset.charAt(i); i++) {
            if (path.charAt(i) == '/') {
                common = i + 1;
            }
        }
        if (path.startsWith(dataset + "/")) {
            common = dataset.length() + 1;
        }
        if (common <= rootLength(dataset)) {
            throw new UsageException(
                    "--paths relative: no folder holds both the dataset %s and the image %s; use --paths absolute, or put the dataset beside the images"
                            .formatted(dataset, path));
        }
        String below = common > dataset.length() ? "" : dataset.substring(common);
        long up = below.isEmpty() ? 0 : below.chars().filter(c -> c == '/').count() + 1;
        return "../".repeat((int) up) + path.substring(common);
    }

    /** Characters up to the root, its slash included: {@code /}, {@code hdfs://host/}. */
    private static int rootLength(String path) {
        int authority = path.indexOf("://");
        return path.indexOf('/', authority < 0 ? 0 : authority + 3) + 1;
    }
}
