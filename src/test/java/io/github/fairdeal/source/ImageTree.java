package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder of class folders full of generated PNG and JPEG files, 8×8 RGB, with names as people give them and worse, of
 * which some are damaged. The same arguments give the same tree.
 */
public final class ImageTree {

    /** Shape of all images that are not damaged. */
    public static final ImageShape SHAPE = new ImageShape(8, 8, 3);

    /** What names are made of; each of these has been somebody's problem. */
    private static final List<String> UNPLEASANT = List.of(
            "plain",
            "two words",
            "grün",
            "猫",
            "100%25",
            "a#b",
            "x?y=1",
            "semi;colon",
            "quo\"te",
            "it's",
            "line\nfeed",
            "back\\slash",
            "comma,comma",
            "tab\tbed",
            "[brackets]",
            "{braces}",
            "star*",
            "$HOME",
            "-dash",
            " lead",
            "trail ",
            "é combining e\u0301",
            "😀",
            "a:b",
            "ampersand&",
            "plus+plus",
            "~tilde",
            "dot.dot");

    private static final List<String> EXTENSIONS = List.of("png", "jpg", "jpeg", "PNG", "JPG");

    private final Path root;
    private final Map<Path, Long> good = new TreeMap<>();
    private final List<Path> damaged = new ArrayList<>();

    private ImageTree(Path root) {
        this.root = root;
    }

    /**
     * Writes a tree.
     *
     * @param files in all classes together
     * @param damagedEvery every so many files one is damaged; 0 for none
     */
    public static ImageTree write(Path root, int files, int classes, int damagedEvery) throws IOException {
        ImageTree tree = new ImageTree(root);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            names.add("%s %d".formatted(UNPLEASANT.get(i % UNPLEASANT.size()), i / UNPLEASANT.size()));
        }
        List<String> sorted = LabelNames.sorted(names);
        for (int i = 0; i < files; i++) {
            String name = names.get(i % classes);
            // One in every so many, at another place each time: no class loses all of its files.
            boolean isDamaged = damagedEvery > 0 && i % damagedEvery == i / damagedEvery * 37L % damagedEvery;
            tree.add(sorted.indexOf(name), name, i, isDamaged);
        }
        return tree;
    }

    /** The folder of class folders. */
    public Path root() {
        return root;
    }

    /** Files that can be decoded, with their label. */
    public Map<Path, Long> good() {
        return good;
    }

    /** Files that cannot be decoded. */
    public List<Path> damaged() {
        return damaged;
    }

    private void add(long label, String className, int number, boolean isDamaged) throws IOException {
        Path folder = root.resolve(className);
        if (number % 3 == 0) {
            folder = folder.resolve("sub folder %d".formatted(number % 2)); // classes have folders of their own
        }
        String extension = EXTENSIONS.get(number % EXTENSIONS.size());
        Path file = folder.resolve("%s %d.%s".formatted(UNPLEASANT.get(number % UNPLEASANT.size()), number, extension));
        Files.createDirectories(folder);
        byte[] content = content(number, extension);
        if (isDamaged) {
            damaged.add(file);
            Files.write(file, damage(content, number));
        } else {
            good.put(file, label);
            Files.write(file, content);
        }
    }

    /** The pixels of file {@code number}, before a JPEG of them loses some. */
    static byte[] pixels(int number) {
        byte[] pixels = new byte[SHAPE.bytes()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (number * 31 + i * (1 + number % 5));
        }
        return pixels;
    }

    private static byte[] content(int number, String extension) {
        LabelledImage image = new LabelledImage(number, 0, SHAPE, pixels(number));
        ImageFormat format = extension.equalsIgnoreCase("png") ? ImageFormat.PNG : ImageFormat.JPEG;
        return format.encoder().encode(image);
    }

    /** Cut short in the pixels, or text under an image's name. */
    private static byte[] damage(byte[] content, int number) {
        return number % 2 == 0
                ? Arrays.copyOf(content, content.length / 2)
                : "not an image".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
