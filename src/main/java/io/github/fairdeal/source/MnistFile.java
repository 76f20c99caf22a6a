package io.github.fairdeal.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The four files of MNIST: the names they go by, and what the mirrors' {@code .gz} files must be. */
enum MnistFile {
    TRAIN_IMAGES(
            "train-images",
            IdxKind.IMAGES,
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    TRAIN_LABELS(
            "train-labels", IdxKind.LABELS, 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    TEST_IMAGES(
            "t10k-images",
            IdxKind.IMAGES,
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    TEST_LABELS(
            "t10k-labels", IdxKind.LABELS, 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

    private final String stem;
    private final IdxKind kind;
    private final long gzipBytes;
    private final String gzipSha256;

    MnistFile(String stem, IdxKind kind, long gzipBytes, String gzipSha256) {
        this.stem = stem;
        this.kind = kind;
        this.gzipBytes = gzipBytes;
        this.gzipSha256 = gzipSha256;
    }

    IdxKind kind() {
        return kind;
    }

    /** The names it may have, in the order they are looked for; the first is the one on the mirrors. */
    List<String> names() {
        String type = "idx" + kind.dimensions() + "-ubyte";
        return List.of(stem + "-" + type + ".gz", stem + "-" + type, stem + "." + type + ".gz", stem + "." + type);
    }

    /** The file as mirrors serve it. */
    RemoteFile remote() {
        return new RemoteFile(names(), gzipBytes, gzipSha256);
    }

    /** Where it is in {@code folder}, under the first of its names that is there. */
    Optional<Path> in(Path folder) {
        return names().stream().map(folder::resolve).filter(Files::exists).findFirst();
    }
}
