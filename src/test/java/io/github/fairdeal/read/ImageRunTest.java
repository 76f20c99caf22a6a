package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageRunTest {

    private static final int GAP = ImageRun.MAX_GAP_BYTES;

    @Test
    void neighboursInAPack_areReadInOneGo() {
        List<ImageRun> runs = runs("/p.tfrecord#offset=500&length=50", "/p.tfrecord#offset=100&length=300");

        assertThat(runs).extracting(ImageRun::path).containsExactly("/p.tfrecord#offset=100&length=450");
        ImageRun run = runs.get(0);
        assertThat(run.parts()).extracting(ImageRun.Part::record).containsExactly(1, 0);
        assertThat(run.parts()).extracting(run::offset).containsExactly(0, 400);
    }

    @Test
    void othersAreReadOnTheirOwn_inTheOrderOfTheirRecords() {
        String near = "/p.tfrecord#offset=0&length=10";
        String far = "/p.tfrecord#offset=" + (10 + GAP + 1) + "&length=10";

        assertThat(runs(far, "/a.png", near, "/q.tfrecord#offset=10&length=10"))
                .extracting(ImageRun::path)
                .containsExactly(far, "/a.png", near, "/q.tfrecord#offset=10&length=10");
        assertThat(runs("/p.tfrecord#offset=" + (10 + GAP) + "&length=10", near))
                .singleElement()
                .extracting(ImageRun::path)
                .isEqualTo("/p.tfrecord#offset=0&length=" + (20 + GAP));
    }

    @Test
    void sameImageTwice_andOneWithinAnother_areParts() {
        List<ImageRun> runs = runs(
                "/p.tfrecord#offset=5&length=10", "/p.tfrecord#offset=5&length=10", "/p.tfrecord#offset=0&length=100");

        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.path()).isEqualTo("/p.tfrecord#offset=0&length=100");
            assertThat(run.parts()).hasSize(3);
        });
    }

    @Test
    void longStretch_isDivided() {
        String[] paths = new String[30];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = "/p.tfrecord#offset=%d&length=100000".formatted(i * 100_000L);
        }

        assertThat(runs(paths)).extracting(run -> run.parts().size()).containsExactly(10, 10, 10);
    }

    private static List<ImageRun> runs(String... paths) {
        List<ImageRun.Part> parts = new ArrayList<>();
        for (String path : paths) {
            parts.add(ImageRun.Part.of(parts.size(), path));
        }
        return ImageRun.of(parts);
    }
}
