package io.github.fairdeal.source;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the four IDX files of MNIST, or any set of that form: training images and labels, test images and labels, each
 * plain or gzip. Training and test images are taken together and sorted <em>stably</em> by label, so that among equal
 * labels the files' order stays, training before test. Real MNIST gives 70,000 images.
 */
public final class MnistFiles {

    private MnistFiles() {}

    /**
     * Reads the four files in {@code folder}, looking for {@code train-images-idx3-ubyte} and its three sisters with or
     * without {@code .gz}, and with a dot for the second hyphen.
     *
     * @throws BadInputException if a file is missing, unreadable, damaged, truncated or extended; if labels and images
     *     differ in number, or training and test images in size; if there are no images, or more than 2 GiB of pixels
     */
    public static LabelledImages read(Path folder) {
        Map<MnistFile, Path> paths = locate(folder);
        IdxFile trainImages = read(paths, MnistFile.TRAIN_IMAGES, IdxFile.MAX_DATA_BYTES);
        IdxFile trainLabels = read(paths, MnistFile.TRAIN_LABELS, IdxFile.MAX_DATA_BYTES);
        requireAsMany(trainLabels, trainImages);
        IdxFile testImages = read(paths, MnistFile.TEST_IMAGES, IdxFile.MAX_DATA_BYTES - trainImages.data().length);
        IdxFile testLabels = read(paths, MnistFile.TEST_LABELS, IdxFile.MAX_DATA_BYTES);
        requireAsMany(testLabels, testImages);
        requireSameSize(trainImages, testImages);
        if (trainImages.count() + testImages.count() == 0) {
            throw new BadInputException(folder + ": the MNIST files hold no images");
        }
        return new IdxImages(
                "mnist",
                new ImageShape(trainImages.rows(), trainImages.columns(), 1),
                List.of(trainImages, testImages),
                List.of(trainLabels, testLabels),
                Stream.of(trainImages, trainLabels, testImages, testLabels)
                        .map(IdxFile::source)
                        .toList(),
                testImages.count());
    }

    private static Map<MnistFile, Path> locate(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(folder + ": no such folder, expected the four MNIST files in it;"
                    + " name another, or fetch them with --download");
        }
        Map<MnistFile, Path> paths = new EnumMap<>(MnistFile.class);
        for (MnistFile file : MnistFile.values()) {
            file.in(folder).ifPresent(path -> paths.put(file, path));
        }
        List<String> missing = Stream.of(MnistFile.values())
                .filter(file -> !paths.containsKey(file))
                .map(file -> String.join(" or ", file.names()))
                .toList();
        if (!missing.isEmpty()) {
            throw new BadInputException("%s: %d of the 4 MNIST files missing: looked for %s; fetch with --download"
                    .formatted(folder, missing.size(), String.join("; ", missing)));
        }
        return paths;
    }

    private static IdxFile read(Map<MnistFile, Path> paths, MnistFile file, long maxDataBytes) {
        return IdxFile.read(paths.get(file), file.kind(), maxDataBytes);
    }

    private static void requireAsMany(IdxFile labels, IdxFile images) {
        if (labels.count() != images.count()) {
            throw new BadInputException("%s: %d labels, expected %d, one for each image of %s; files of different sets?"
                    .formatted(labels.path(), labels.count(), images.count(), images.path()));
        }
    }

    private static void requireSameSize(IdxFile train, IdxFile test) {
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw new BadInputException("%s: images of %dx%d, expected %dx%d as in %s; files of different sets?"
                    .formatted(test.path(), test.rows(), test.columns(), train.rows(), train.columns(), train.path()));
        }
    }
}
