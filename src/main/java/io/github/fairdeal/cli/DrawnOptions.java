package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.MnistDownload;
import io.github.fairdeal.source.MnistFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of {@code prepare} for images that fairdeal makes files of: drawn digits, and MNIST. */
final class DrawnOptions {

    @Option(names = "--mnist-dir", paramLabel = "DIR", description = "Folder of the MNIST files, .gz or raw.")
    private Path mnistDir;

    @Option(
            names = "--download",
            description = "Fetch missing MNIST files into --mnist-dir, verified by SHA-256.",
            fallbackValue = "true")
    private boolean download;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            split = ",",
            description = "Where to fetch from, tried in order. Default: the usual public mirrors.")
    private List<URI> mirrors;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Digits to draw. Default: ${DEFAULT-VALUE}.",
            defaultValue = "70000")
    private long count;

    /** The images of this source; files are fetched if they are to be, but not in a dry run. */
    LabelledImages images(ImageSource source, boolean isDryRun) {
        if (source == ImageSource.DIGITS) {
            if (count < 1) {
                throw new UsageException("--count must be at least 1, found " + count);
            }
            return DrawnDigits.of(count);
        }
        if (mnistDir == null) {
            throw new UsageException("--source mnist needs --mnist-dir, the folder of the four MNIST files");
        }
        if (download) {
            if (isDryRun) {
                throw new UsageException("--dry-run writes nothing, and --download fetches files; leave one out");
            }
            MnistDownload downloading = new MnistDownload().into(mnistDir);
            if (mirrors != null) {
                downloading.mirrors(mirrors);
            }
            downloading.execute();
        }
        return MnistFiles.read(mnistDir);
    }
}
