package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.source.DrawnScenes;
import io.github.fairdeal.source.ImageFormat;
import java.io.IOException;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench images}. */
@Command(
        name = "images",
        description = {
            "Make a dataset of files like photographs, to measure readers and decoders.",
            "",
            "Reads: nothing; the pictures are drawn, the same ones every time.",
            "Writes: DATASET/images, DATASET/sorted/path-*, DATASET/dataset.json.",
            ""
        },
        footer = {"", "Example:", "  fairdeal bench images --count 100 --size 64 --format jpeg --output scenes"})
final class BenchImagesCommand extends Verb {

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Images to draw. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5000")
    private long count;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width. Default: ${DEFAULT-VALUE}.",
            defaultValue = "224")
    private int size;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "jpeg (quality 0.9, 4:2:0) or png. Default: ${DEFAULT-VALUE}.",
            defaultValue = "jpeg")
    private ImageFormat format;

    @Option(names = "--output", required = true, paramLabel = "DATASET", description = "Folder to make; new or empty.")
    private String output;

    /** The JSON form of the result. */
    record Summary(String dataset, long records, String shape, String format, double elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        DrawnScenes scenes = scenes();
        return withSpark(engine -> {
            Prepare.Result made = engine.prepare()
                    .images(scenes)
                    .format(format)
                    .kinds(EnumSet.of(RecordKind.PATH))
                    .paths(PathStyle.RELATIVE)
                    .output(output)
                    .execute();
            String folder = made.dataset().folder();
            String shape = scenes.shape().toString();
            print(
                    new Summary(
                            folder, count, shape, format.word(), made.elapsed().toNanos() / 1e9),
                    "made %s %s files of %s in %s\ndataset: %s"
                            .formatted(count(count), format.word(), shape, seconds(made.elapsed()), folder));
            return ExitCode.DONE;
        });
    }

    private DrawnScenes scenes() {
        try {
            return DrawnScenes.of(count, size);
        } catch (IllegalArgumentException e) {
            throw new UsageException("bench images: " + e.getMessage(), e);
        }
    }
}
