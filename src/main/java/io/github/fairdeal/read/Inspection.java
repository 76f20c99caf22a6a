package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.shard.ShardFiles;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at the first records of TFRecord files, and at the headers of the images they name. */
public final class Inspection {

    private final Storage storage;
    private final ExampleCursor example = new ExampleCursor();

    public Inspection(Storage storage) {
        this.storage = storage;
    }

    /**
     * The first records.
     *
     * @param path a file, a folder of shards or a pattern, as {@link Storage#resolve} gives it
     * @param limit how many at most, over all files
     * @throws BadInputException if there is no such file, or a record is damaged or not an Example
     */
    public List<InspectedRecord> first(String path, int limit) throws IOException {
        List<InspectedRecord> records = new ArrayList<>();
        for (FileStatus file : ShardFiles.find(storage, path)) {
            if (records.size() >= limit) {
                break;
            }
            String folder = file.path().substring(0, file.path().lastIndexOf('/'));
            ImageShape known = knownShape(folder);
            try (RecordReader reader = new RecordReader(storage.open(file.path()), file.path(), file.bytes());
                    ImageFile images = new ImageFile(storage)) {
                while (records.size() < limit && reader.next()) {
                    records.add(inspect(reader, folder, known, images));
                }
            }
        }
        return records;
    }

    private InspectedRecord inspect(RecordReader reader, String folder, ImageShape known, ImageFile images) {
        example.parse(reader);
        String path = null;
        ImageShape shape = null;
        String problem = null;
        if (example.kind() == RecordKind.PATH) {
            path = example.path();
            try {
                shape = images.header(storage.locate(datasetFolder(folder), path))
                        .shape();
            } catch (UnreadableImageException | RuntimeException e) { // an odd path is one record's problem
                problem = e.getMessage() == null ? e.toString() : e.getMessage();
            }
        } else if (example.isEncodedImage()) {
            try {
                int begin = example.payloadOffset();
                shape = images.take(Arrays.copyOfRange(example.buffer(), begin, begin + example.payloadLength()))
                        .shape();
            } catch (UnreadableImageException e) {
                problem = e.getMessage();
            }
        } else if (example.kind() == RecordKind.IMAGE && known != null && known.bytes() == example.payloadLength()) {
            shape = known;
        }
        return new InspectedRecord(
                reader.path(),
                reader.record(),
                reader.offset(),
                example.hasIndex() ? example.index() : null,
                example.hasLabel() ? example.label() : null,
                example.kind(),
                example.payloadLength(),
                path,
                shape,
                problem);
    }

    /** What the manifest beside the shards, or that of the dataset they are in, says. */
    private ImageShape knownShape(String folder) throws IOException {
        String epoch = Storage.child(folder, EpochManifest.FILE_NAME);
        if (storage.exists(epoch)) {
            return Json.read(storage.read(epoch), EpochManifest.class, epoch).shape();
        }
        String dataset = Storage.child(datasetFolder(folder), DatasetManifest.FILE_NAME);
        if (storage.exists(dataset)) {
            return Json.read(storage.read(dataset), DatasetManifest.class, dataset)
                    .shape();
        }
        return null;
    }

    /** The dataset that a folder of shards belongs to: {@code DATASET/sorted} or {@code DATASET/epochs/epoch-…}. */
    private static String datasetFolder(String folder) {
        String sorted = "/" + DatasetManifest.SORTED_FOLDER;
        if (folder.endsWith(sorted)) {
            return folder.substring(0, folder.length() - sorted.length());
        }
        int epochs = folder.lastIndexOf("/" + DatasetManifest.EPOCHS_FOLDER + "/");
        return epochs > 0 ? folder.substring(0, epochs) : folder;
    }
}
