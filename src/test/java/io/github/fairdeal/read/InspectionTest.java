package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code inspect} says of the images that path records name. */
class InspectionTest {

    @TempDir
    Path folder;

    @Test
    void pathRecords_ofFilesAndOfPacks_haveTheShapeOfTheirImages() throws IOException {
        TestShards shards = new TestShards(folder).images(0, 1);
        Path pack = Files.copy(shards.image(0), folder.resolve("pack-00000-of-00001.tfrecord"));
        String inPack = pack + "#offset=0&length=" + Files.size(pack);
        List<String> paths = List.of(shards.image(0).toString(), "images/00000/0.png", inPack);

        List<InspectedRecord> records = inspect(shards, paths);

        assertThat(records).extracting(InspectedRecord::path).isEqualTo(paths);
        assertThat(records).extracting(InspectedRecord::shape).containsOnly(TestShards.SHAPE);
        assertThat(records).extracting(InspectedRecord::problem).containsOnlyNulls();
    }

    @Test
    void imagesThatCannotBeLookedAt_areTold_andTheOthersStillCome() throws IOException {
        TestShards shards = new TestShards(folder).images(0, 1);
        Path text = Files.writeString(folder.resolve("notes.png"), "no image");
        Path pack = folder.resolve("pack-00000-of-00001.tfrecord");

        List<InspectedRecord> records = inspect(
                shards,
                List.of(
                        folder + "/gone.png",
                        text.toString(),
                        pack + "#offset=0&length=9",
                        "nothere://a/b.png",
                        "nul\0in it.png",
                        shards.image(0).toString()));

        assertThat(records.get(0).problem()).isEqualTo("Image file is missing");
        assertThat(records.get(1).problem()).isEqualTo("Image file is neither PNG nor JPEG");
        assertThat(records.get(2).problem()).isEqualTo("Pack is missing");
        assertThat(records.get(3).problem()).contains("nothere");
        assertThat(records.get(4).problem()).isNotNull();
        assertThat(records.get(5).shape()).isEqualTo(TestShards.SHAPE);
    }

    @Test
    void encodedImages_haveTheirOwnShape() throws IOException {
        byte[] image = Files.readAllBytes(new TestShards(folder).images(0, 1).image(0));
        EncodedImageEncoder encoder = new EncodedImageEncoder();
        Path shard = folder.resolve("image-00000-of-00001.tfrecord");
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(shard))) {
            encoder.encode(0, 1, image, "png", 1, 1);
            writer.write(encoder.buffer(), encoder.offset(), encoder.length());
            encoder.encode(1, 1, new byte[] {1, 2, 3}, "png", 1, 1);
            writer.write(encoder.buffer(), encoder.offset(), encoder.length());
        }

        List<InspectedRecord> records = new Inspection(Storage.local()).first(shard.toString(), 10);

        assertThat(records.get(0).shape()).isEqualTo(TestShards.SHAPE);
        assertThat(records.get(1).problem()).isEqualTo("Image file is neither PNG nor JPEG");
    }

    private static List<InspectedRecord> inspect(TestShards shards, List<String> paths) throws IOException {
        String shard = shards.pathShard("path-00000-of-00001.tfrecord", 0, paths.size(), i -> paths.get((int) i));
        return new Inspection(Storage.local()).first(shard, 10);
    }
}
