package io.github.fairdeal.source;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where tests find the four real MNIST files. */
public final class RealMnist {

    private RealMnist() {}

    /** The folder named by the environment variable FAIRDEAL_MNIST, else ../shared/data/mnist; skips the test without. */
    public static Path folder() {
        String named = System.getenv("FAIRDEAL_MNIST");
        Path folder = Path.of(named == null ? "../shared/data/mnist" : named);
        if (!Files.isDirectory(folder)) {
            String reason = "skipped: no real MNIST in "
                    + folder.toAbsolutePath().normalize() + "; set FAIRDEAL_MNIST to a folder that has its four files";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return folder;
    }
}
