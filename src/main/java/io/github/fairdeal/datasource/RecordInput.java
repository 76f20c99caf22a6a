package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.tfrecord.Framing;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Opens files of records, whatever they are compressed with. The content decides first: a file that begins with a sound
 * record header is not compressed, whatever its name. Else the extension decides, by Hadoop's codecs; else the first
 * bytes do, for TensorFlow writes {@code GZIP} and {@code ZLIB} under any name.
 */
final class RecordInput {

    private final Configuration configuration;
    private final boolean verifiesPayloads;

    RecordInput(Configuration configuration, ReadOptions options) {
        this.configuration = configuration;
        this.verifiesPayloads = options.verifyChecksum();
    }

    /**
     * Opens a file that was listed.
     *
     * @throws FileNotFoundException if it is gone
     * @throws BadInputException if another one is in its place
     */
    RecordReader open(ListedFile listed) throws IOException {
        Path path = new Path(listed.path());
        FileSystem files = RawFiles.of(path, configuration);
        PushbackInputStream file = new PushbackInputStream(files.open(path), Framing.HEADER_BYTES);
        try {
            // Once it is open: what takes its place from here on is not what is read.
            listed.requireUnchanged(files.getFileStatus(path));
            byte[] head = file.readNBytes(Framing.HEADER_BYTES);
            file.unread(head);
            RecordReader reader = reader(path, listed.bytes(), head, file);
            return verifiesPayloads ? reader : reader.trustPayloads();
        } catch (IOException | RuntimeException | Error e) {
            try (file) {
                throw e;
            }
        }
    }

    private RecordReader reader(Path path, long fileBytes, byte[] head, InputStream file) {
        CompressionCodec codec = head.length == 0 || Framing.isHeader(head) ? null : codec(path, head);
        return codec == null
                ? new RecordReader(file, path.toString(), fileBytes)
                : RecordReader.ofUnknownSize(new UnpackedStream(codec, file), path.toString());
    }

    /** The codec that the name or the first bytes speak of; null for neither. */
    private CompressionCodec codec(Path path, byte[] head) {
        CompressionCodecFactory codecs = new CompressionCodecFactory(configuration);
        CompressionCodec codec = codecs.getCodec(path);
        if (codec == null && isGzip(head)) {
            return codecs.getCodecByName("gzip");
        }
        if (codec == null && isZlib(head)) {
            return codecs.getCodecByName("deflate");
        }
        return codec;
    }

    /** RFC 1952: two magic bytes and the only method there is. */
    private static boolean isGzip(byte[] head) {
        return head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b && head[2] == 8;
    }

    /** RFC 1950: method 8, a window of 32 KiB at most, and a header divisible by 31. */
    private static boolean isZlib(byte[] head) {
        return head.length > 1
                && (head[0] & 0x0f) == 8
                && (head[0] & 0xff) >>> 4 <= 7
                && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) % 31 == 0;
    }
}
