package io.github.fairdeal.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Completes one file from one mirror.
 *
 * <p>Maintainers: the bytes in the part file may come from an earlier run or from another mirror, which may have lied.
 * Mirrors serve the same bytes by contract, so the joint needs no validator across mirrors: the checksum guards it, and
 * when it fails over bytes that are not all this mirror's, this mirror is asked once more for all of them. Within one
 * mirror, {@code If-Range} keeps a file that is replaced meanwhile from being glued to its old half.
 */
final class MirrorDownload {

    /** A connection that broke is taken up again so many times in a row, each time only if the last one brought bytes. */
    private static final int MAX_CONTINUATIONS = 10;

    /** Fewer bytes than this within a stall timeout count as nothing. */
    private static final long MIN_WINDOW_BYTES = 1024;

    private static final long NANOS_BETWEEN_REPORTS = 200_000_000;

    private final URI uri;
    private final PartFile part;
    private final RemoteFile file;
    private final Duration connectTimeout;
    private final Duration stallTimeout;
    private final DownloadListener listener;

    private boolean beginsWithForeignBytes;
    private String entityTag;

    MirrorDownload(
            URI mirror, PartFile part, Duration connectTimeout, Duration stallTimeout, DownloadListener listener) {
        this.uri = mirror.resolve(part.file().name());
        this.part = part;
        this.file = part.file();
        this.connectTimeout = connectTimeout;
        this.stallTimeout = stallTimeout;
        this.listener = listener;
        this.beginsWithForeignBytes = part.length() > 0;
    }

    /**
     * Returns when the part file is whole and has the right checksum.
     *
     * @throws MirrorException if this mirror cannot bring that about; the part file holds what may be continued
     */
    void run() throws MirrorException {
        while (true) {
            receiveAll();
            String sha256 = part.sha256();
            if (sha256.equals(file.sha256())) {
                return;
            }
            part.restart();
            if (!beginsWithForeignBytes) {
                throw new MirrorException("wrong content: expected SHA-256 " + file.sha256() + ", found " + sha256);
            }
            beginsWithForeignBytes = false;
        }
    }

    private void receiveAll() throws MirrorException {
        int continuations = 0;
        while (!part.isComplete()) {
            long before = part.length();
            receiveSome();
            if (!part.isComplete() && (part.length() <= before || ++continuations > MAX_CONTINUATIONS)) {
                throw new MirrorException(
                        "connection closed after %d of %d bytes".formatted(part.length(), file.bytes()));
            }
        }
    }

    /** Makes one request and takes what comes of it. */
    private void receiveSome() throws MirrorException {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) connectTimeout.toMillis());
            connection.setReadTimeout((int) stallTimeout.toMillis());
            connection.setRequestProperty("Accept-Encoding", "identity");
            if (part.length() > 0) {
                connection.setRequestProperty("Range", "bytes=" + part.length() + "-");
                if (entityTag != null) {
                    connection.setRequestProperty("If-Range", entityTag);
                }
            }
            accept(connection);
            receiveBody(connection);
        } catch (MirrorException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw stalled(e);
        } catch (UnknownHostException e) {
            throw new MirrorException("unknown host", e);
        } catch (IOException e) {
            throw new MirrorException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /** Sees that the body will continue the part file, or empties that where the mirror sends all of the file. */
    private void accept(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
            String location = connection.getHeaderField("Location");
            throw new MirrorException("HTTP " + status + (location == null ? "" : " to " + location));
        }
        boolean all = status == HttpURLConnection.HTTP_OK;
        long from = all ? 0 : part.length();
        String range = connection.getHeaderField("Content-Range");
        if (!all && (range == null || !range.startsWith("bytes " + from + "-"))) {
            throw new MirrorException("sent Content-Range %s, asked for bytes from %d".formatted(range, from));
        }
        long announced = connection.getContentLengthLong();
        if (announced >= 0 && from + announced != file.bytes()) {
            throw new MirrorException("wrong content: %d bytes of %s, expected %d"
                    .formatted(from + announced, connection.getContentType(), file.bytes()));
        }
        if (all) {
            part.restart();
            beginsWithForeignBytes = false;
        }
        String tag = connection.getHeaderField("ETag");
        entityTag = tag == null || tag.startsWith("W/") ? null : tag; // RFC 9110 §13.1.5 wants a strong one
    }

    private void receiveBody(HttpURLConnection connection) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long reported = System.nanoTime();
        long windowBegan = reported;
        long windowBytes = 0;
        try (InputStream body = connection.getInputStream()) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                if (part.length() + count > file.bytes()) {
                    part.restart();
                    throw new MirrorException("wrong content: more than " + file.bytes() + " bytes");
                }
                part.append(buffer, count);
                windowBytes += count;
                long now = System.nanoTime();
                if (now - windowBegan > stallTimeout.toNanos() && !part.isComplete()) {
                    if (windowBytes < MIN_WINDOW_BYTES) {
                        throw new SocketTimeoutException();
                    }
                    windowBegan = now;
                    windowBytes = 0;
                }
                if (now - reported > NANOS_BETWEEN_REPORTS) {
                    listener.received(file.name(), part.length(), file.bytes());
                    reported = now;
                }
            }
        } catch (MirrorException | SocketTimeoutException e) {
            throw e;
        } catch (IOException broken) {
            // As good as an end of the body: what has come is kept, and the caller decides about the rest.
            return;
        }
        if (part.isComplete()) {
            listener.received(file.name(), part.length(), file.bytes());
        }
    }

    private MirrorException stalled(SocketTimeoutException e) {
        return new MirrorException(
                "no answer, or too slow: %d of %d bytes when %d ms were over"
                        .formatted(part.length(), file.bytes(), stallTimeout.toMillis()),
                e);
    }
}
