package io.github.fairdeal.job;

import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A record of a shard with its bytes; equal by content.
 *
 * @param encoded the whole {@code tf.train.Example}
 * @param payload the image's pixels or path
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
record TestRecord(long index, long label, byte[] encoded, byte[] payload) {

    /** All records of some shards, in order. */
    static List<TestRecord> read(List<Path> shards) throws IOException {
        List<TestRecord> records = new ArrayList<>();
        ExampleCursor example = new ExampleCursor();
        for (Path shard : shards) {
            try (RecordReader reader =
                    new RecordReader(Storage.local().open(shard.toString()), shard.toString(), Files.size(shard))) {
                while (reader.next()) {
                    example.parse(reader);
                    int from = example.payloadOffset();
                    byte[] payload = Arrays.copyOfRange(example.buffer(), from, from + example.payloadLength());
                    records.add(new TestRecord(example.index(), example.label(), reader.payload(), payload));
                }
            }
        }
        return records;
    }

    /** Writes records to a shard, over what is there, with the right checksums. */
    static void write(List<TestRecord> records, Path shard) throws IOException {
        Files.createDirectories(shard.getParent());
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(shard))) {
            for (TestRecord record : records) {
                writer.write(record.encoded, 0, record.encoded.length);
            }
        }
    }

    /** The path of a path record. */
    String path() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestRecord that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "record " + index + " (label " + label + ")";
    }
}
