package io.github.fairdeal.source;

import java.util.Locale;

/** Which entries of a folder are image files, by their names and sizes alone. */
public final class ImageNames {

    private ImageNames() {}

    /** Why {@code name} is left out, a file of so many bytes; null if it is taken for an image. */
    public static LeftOut reason(String name, long bytes) {
        if (isHidden(name)) {
            return LeftOut.HIDDEN;
        }
        if (!isImage(name)) {
            return LeftOut.NOT_AN_IMAGE;
        }
        return bytes == 0 ? LeftOut.EMPTY : null;
    }

    /** True for names that begin with a dot or an underscore, as Spark and Hadoop have it. */
    public static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** True for names that end in {@code .png}, {@code .jpg} or {@code .jpeg}, in capitals too. */
    static boolean isImage(String name) {
        int dot = name.lastIndexOf('.');
        return switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
            case "png", "jpg", "jpeg" -> dot > 0;
            default -> false;
        };
    }
}
