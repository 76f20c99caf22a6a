package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.int64s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a file is damage, and what is a failure of the file system; no Spark. */
final class RecordInputTest {

    private static final int RECORDS = 200;
    private static final int FLIPS = 300;

    @TempDir
    Path folder;

    private final Configuration configuration = new Configuration(false);

    /** Codecs tell it by a plain IOException, by end of file, by an index out of bounds: here it is one thing. */
    @ParameterizedTest
    @ValueSource(strings = {"gz", "deflate", "bz2"})
    void bitOfACompressedFileThatIsFlipped_isDamageWithPlaceOrNoHarm(String extension) throws IOException {
        byte[] sound = Files.readAllBytes(compressed(extension));
        int damaged = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bytes = sound.clone();
            int bit = (int) (8L * bytes.length * flip / FLIPS) + flip % 8;
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Path file = Files.write(folder.resolve("flipped." + extension), bytes);

            try {
                assertThat(records(file)).as("bit %d", bit).isEqualTo(RECORDS);
            } catch (DamagedRecordException e) {
                assertThat(e).as("bit %d", bit).hasMessageContaining("flipped." + extension + ", offset ");
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(FLIPS / 2);
    }

    /** Hadoop's bzip2 takes a stream that ends before its first block for one that is empty. */
    @ParameterizedTest
    @CsvSource({"gz, 1", "deflate, 1", "bz2, 10"})
    void compressedFileThatIsCut_isDamageWithPlace(String extension, int shortest) throws IOException {
        byte[] sound = Files.readAllBytes(compressed(extension));
        for (int length : new int[] {shortest, 13, sound.length / 2, sound.length - 12}) {
            Path file = Files.write(folder.resolve("cut." + extension), Arrays.copyOf(sound, length));

            assertThatThrownBy(() -> records(file))
                    .as("%d bytes", length)
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("cut." + extension + ", offset ")
                    .hasMessageContaining("truncated");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "deflate", "bz2", "snappy", "lz4"})
    void failureOfTheFileSystem_isNoDamageOfACompressedFile(String extension) throws IOException {
        byte[] bytes = Files.readAllBytes(compressed(extension));
        for (int length : new int[] {0, 2, bytes.length / 2}) {
            InputStream failing = failingAfter(Arrays.copyOf(bytes, length));
            RecordReader reader =
                    RecordReader.ofUnknownSize(new UnpackedStream(codec("file." + extension), failing), "file");

            assertThatThrownBy(() -> reader.skip(RECORDS))
                    .as("%d bytes", length)
                    .isExactlyInstanceOf(EOFException.class)
                    .hasMessage("connection lost");
        }
    }

    @Test
    void failureOfTheFileSystem_isNoDamageOfAnUncompressedFile() {
        ReadOptions options = options(Map.of("mode", "DROPMALFORMED"));
        StructType schema = StructType.fromDDL("id bigint");
        RecordReader reader = new RecordReader(failingAfter(new byte[5]), "file", 100);

        assertThatThrownBy(() -> new RowIterator(reader, new RowDecoder(schema, schema, options), options).hasNext())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("file: connection lost");
    }

    @Test
    void fileThatIsReplacedWhileItIsOpened_isRefusedAndClosed() throws IOException {
        Path file = write("file.tfrecord", "");
        ListedFile listed = listed(file);
        configuration.setClass("fs.file.impl", Replacing.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setBoolean("fs.file.impl.disable.cache", true);

        Replacing.isClosed = false;
        assertThatThrownBy(() -> new RecordInput(configuration, options(Map.of())).open(listed))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("File was replaced since it was listed");
        assertThat(Replacing.isClosed).isTrue();
    }

    @Test
    void readerThatIsClosed_holdsNoMemory() throws IOException {
        RecordReader reader = new RecordInput(configuration, options(Map.of())).open(listed(write("file", "")));
        assertThat(reader.next()).isTrue();

        reader.close();

        assertThat(reader.buffer()).isEmpty();
        assertThatCode(reader::close).doesNotThrowAnyException();
    }

    /** A file system where another file takes the place of each that is opened, just before it is. */
    public static final class Replacing extends RawLocalFileSystem {

        private static boolean isClosed;

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            Files.write(Path.of(path.toUri().getPath()), new byte[3]);
            return new FSDataInputStream(super.open(path, bufferBytes)) {
                @Override
                public void close() throws IOException {
                    isClosed = true;
                    super.close();
                }
            };
        }
    }

    private Path compressed(String extension) throws IOException {
        return write("file." + extension, extension);
    }

    /** A file of {@link #RECORDS} records. */
    private Path write(String name, String extension) throws IOException {
        Path file = folder.resolve(name);
        OutputStream out = Files.newOutputStream(file);
        try (RecordWriter writer =
                new RecordWriter(extension.isEmpty() ? out : codec(name).createOutputStream(out))) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] payload = example(Map.of("id", int64s(i * 0x9e3779b97f4a7c15L)));
                writer.write(payload, 0, payload.length);
            }
        }
        return file;
    }

    private long records(Path file) throws IOException {
        try (RecordReader reader = new RecordInput(configuration, options(Map.of())).open(listed(file))) {
            long records = 0;
            while (reader.next()) {
                records++;
            }
            return records;
        }
    }

    private CompressionCodec codec(String name) {
        return new CompressionCodecFactory(configuration).getCodec(new org.apache.hadoop.fs.Path(name));
    }

    private static ListedFile listed(Path file) throws IOException {
        return new ListedFile(
                file.toUri().toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toMillis());
    }

    private static ReadOptions options(Map<String, String> given) {
        return ReadOptions.of(given, key -> "");
    }

    private static InputStream failingAfter(byte[] bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("connection lost");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
    }
}
