package io.github.fairdeal.source;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.SourceFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file, read whole and checked: a magic number, the big-endian sizes of each dimension, then unsigned bytes, the
 * last dimension running fastest (format: the MNIST page, yann.lecun.com/exdb/mnist). Plain or gzip is told from the first
 * two bytes, not from the name, because browsers unpack files without renaming them.
 */
final class IdxFile {

    /** What one Java array holds. */
    static final long MAX_DATA_BYTES = Integer.MAX_VALUE - 16L;

    /** Deflate turns a byte into at most this many (RFC 1951: 258 bytes for two bits, rounded up with headers). */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final List<Integer> sizes;
    private final byte[] data;
    private final SourceFile source;

    private IdxFile(Path path, List<Integer> sizes, byte[] data, SourceFile source) {
        this.path = path;
        this.sizes = sizes;
        this.data = data;
        this.source = source;
    }

    /**
     * Reads {@code path}.
     *
     * @param maxDataBytes refuse more data than this before allocating any, at most {@link #MAX_DATA_BYTES}
     * @throws BadInputException if the file cannot be read, is not of this kind, is damaged, ends before what its header
     *     says, goes on after it, or holds more than {@code maxDataBytes}
     */
    static IdxFile read(Path path, IdxKind kind, long maxDataBytes) {
        try (DigestInputStream digested = new DigestInputStream(Files.newInputStream(path), Sha256.digest());
                InputStream onDisk = new BufferedInputStream(digested, BUFFER_BYTES)) {
            long fileBytes = Files.size(path);
            boolean gzip = startsLikeGzip(onDisk);
            InputStream content = gzip ? new GZIPInputStream(onDisk, BUFFER_BYTES) : onDisk;
            List<Integer> sizes = readHeader(content, path, kind);
            long maxFoundBytes = gzip ? fileBytes * MAX_DEFLATE_RATIO : fileBytes;
            byte[] data = readData(content, path, kind, sizes, maxDataBytes, maxFoundBytes);
            onDisk.transferTo(OutputStream.nullOutputStream()); // the checksum is of the whole file
            String sha256 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
            return new IdxFile(
                    path, sizes, data, new SourceFile(String.valueOf(path.getFileName()), fileBytes, sha256));
        } catch (EOFException e) {
            throw new BadInputException(
                    path + ": truncated: the gzip data ends in its middle; fetch the file again", e);
        } catch (ZipException e) {
            throw new BadInputException(path + ": damaged gzip data (" + e.getMessage() + "); fetch the file again", e);
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be read: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** Images, or labels. */
    int count() {
        return sizes.get(0);
    }

    /** Rows of an image. */
    int rows() {
        return sizes.get(1);
    }

    /** Columns of an image. */
    int columns() {
        return sizes.get(2);
    }

    /** The bytes after the header; not copied, treat as read-only. */
    byte[] data() {
        return data;
    }

    /** Name, size and checksum of the file as it is on disk. */
    SourceFile source() {
        return source;
    }

    private static boolean startsLikeGzip(InputStream onDisk) throws IOException {
        onDisk.mark(2);
        boolean gzip = onDisk.read() == 0x1f && onDisk.read() == 0x8b;
        onDisk.reset();
        return gzip;
    }

    private static List<Integer> readHeader(InputStream content, Path path, IdxKind kind) throws IOException {
        byte[] header = content.readNBytes(kind.headerBytes());
        ByteBuffer numbers = ByteBuffer.wrap(header);
        if (header.length >= Integer.BYTES) {
            int magic = numbers.getInt();
            if (magic != kind.magic()) {
                throw new BadInputException("%s: wrong magic number: expected 0x%08x (IDX %s), found 0x%08x; %s"
                        .formatted(path, kind.magic(), name(kind), magic, likelyCause(magic, kind)));
            }
        }
        if (header.length < kind.headerBytes()) {
            throw new BadInputException("%s: truncated: expected %d bytes of header, found %d; fetch the file again"
                    .formatted(path, kind.headerBytes(), header.length));
        }
        List<Integer> sizes = new ArrayList<>();
        for (int dimension = 0; dimension < kind.dimensions(); dimension++) {
            int size = numbers.getInt();
            // The first is how many there are, and there may be none; an image without rows or columns is none.
            if (size < (dimension == 0 ? 0 : 1)) {
                throw new BadInputException(
                        "%s: impossible header: dimension %d (offset %d) is %s; damaged, or not an IDX file?"
                                .formatted(
                                        path,
                                        dimension,
                                        Integer.BYTES * (1 + dimension),
                                        Integer.toUnsignedString(size)));
            }
            sizes.add(size);
        }
        return Collections.unmodifiableList(sizes);
    }

    private static byte[] readData(
            InputStream content, Path path, IdxKind kind, List<Integer> sizes, long maxDataBytes, long maxFoundBytes)
            throws IOException {
        String claim = sizes.stream().map(String::valueOf).collect(Collectors.joining("x")) + " " + name(kind);
        long dataBytes = 1;
        for (int size : sizes) {
            dataBytes *= size; // below 2^62: the product so far is bounded, and a size is below 2^31
            if (dataBytes > maxDataBytes) {
                throw new BadInputException("%s: the header says %s, more than the %d bytes that may be held in memory;"
                                .formatted(path, claim, maxDataBytes)
                        + " MNIST files hold 2 GiB of pixels together at most");
            }
        }
        long expectedBytes = kind.headerBytes() + dataBytes;
        if (expectedBytes > maxFoundBytes) {
            throw wrongLength(path, claim, "truncated", expectedBytes, "at most " + maxFoundBytes);
        }
        byte[] data = content.readNBytes((int) dataBytes);
        if (data.length < dataBytes) {
            throw wrongLength(path, claim, "truncated", expectedBytes, "" + (kind.headerBytes() + data.length));
        }
        long surplus = content.transferTo(OutputStream.nullOutputStream());
        if (surplus > 0) {
            throw wrongLength(path, claim, "extended", expectedBytes, "" + (expectedBytes + surplus));
        }
        return data;
    }

    private static BadInputException wrongLength(
            Path path, String claim, String what, long expectedBytes, String foundBytes) {
        return new BadInputException("%s: %s: the header says %s, so %d bytes unpacked, found %s; fetch the file again"
                .formatted(path, what, claim, expectedBytes, foundBytes));
    }

    private static String likelyCause(int magic, IdxKind kind) {
        for (IdxKind other : IdxKind.values()) {
            if (other != kind && other.magic() == magic) {
                return "this is a file of " + name(other) + ", two files swapped?";
            }
        }
        return "not an IDX file, a web page saved under its name?";
    }

    private static String name(IdxKind kind) {
        return kind == IdxKind.IMAGES ? "images" : "labels";
    }
}
