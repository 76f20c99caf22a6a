package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawnScenesTest {

    private final DrawnScenes scenes = DrawnScenes.of(23, 224);

    @Test
    void scenes_onAnyMachine_areTheSame() {
        CRC32C crc = new CRC32C();
        for (long index = 0; index < scenes.size(); index += 11) {
            crc.update(scenes.image(index).pixels());
        }

        assertThat("%08x".formatted(crc.getValue())).isEqualTo("95e1c411");
    }

    @Test
    void labels_ascendAndAreCounted() {
        long last = 0;
        long[] counts = new long[10];
        for (long index = 0; index < scenes.size(); index++) {
            long label = scenes.image(index).label();
            assertThat(label).isGreaterThanOrEqualTo(last);
            last = label;
            counts[(int) label]++;
        }
        assertThat(scenes.labelCounts()).hasSize(10).allSatisfy((label, count) -> assertThat(counts[label.intValue()])
                .isEqualTo(count));
        assertThat(scenes.shape()).isEqualTo(new ImageShape(224, 224, 3));
    }

    @Test
    void files_areAboutAsLargeAsPhotographs() throws IOException {
        for (ImageFormat format : ImageFormat.values()) {
            LabelledImage image = scenes.image(3);
            byte[] file = format.encoder().encode(image);
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));

            assertThat(decoded.getWidth()).isEqualTo(224);
            double bitsPerPixel = 8.0 * file.length / (224 * 224);
            assertThat(bitsPerPixel)
                    .isBetween(format == ImageFormat.JPEG ? 1.2 : 10.0, format == ImageFormat.JPEG ? 5.0 : 22.0);
            if (format == ImageFormat.PNG) {
                assertThat(decoded.getRGB(100, 50) & 0xff).isEqualTo(image.pixels()[(50 * 224 + 100) * 3 + 2] & 0xff);
            }
        }
    }

    @Test
    void sizesThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> DrawnScenes.of(0, 224)).hasMessageContaining("count 0");
        assertThatThrownBy(() -> DrawnScenes.of(1, 7)).hasMessageContaining("size 7, expected 8 to 4096");
    }
}
