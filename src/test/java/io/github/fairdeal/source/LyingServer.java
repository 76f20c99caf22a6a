package io.github.fairdeal.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on this machine whose folders serve a file each in a way of their own, honest or not. */
final class LyingServer implements AutoCloseable {

    /** How a folder answers a request. */
    interface Manner {
        void answer(HttpExchange exchange, int from) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    LyingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    /** The address of a new folder that answers in this manner. */
    URI mirror(String folder, Manner manner) {
        server.createContext("/" + folder + "/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
            requests.add(folder + (range == null ? "" : " " + range) + (ifRange == null ? "" : " if " + ifRange));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            try (exchange) {
                manner.answer(exchange, from);
            }
        });
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/" + folder + "/");
    }

    /** What was asked: the folder, and the range and its condition if there were any. */
    List<String> requests() {
        return requests;
    }

    /** All of {@code content}, or its end where that is asked for. */
    Manner honest(byte[] content) {
        return (exchange, from) -> {
            begin(exchange, from, content.length);
            exchange.getResponseBody().write(content, from, content.length - from);
        };
    }

    /** All of {@code content} whatever is asked for. */
    Manner ignoringRange(byte[] content) {
        return (exchange, from) -> {
            begin(exchange, 0, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** At most {@code bytes} of {@code content} a connection, which is then closed. */
    Manner truncating(byte[] content, int bytes) {
        return (exchange, from) -> {
            begin(exchange, from, content.length);
            exchange.getResponseBody().write(content, from, Math.min(bytes, content.length - from));
            exchange.getResponseBody().flush();
        };
    }

    /** {@code bytes} of {@code content}, then silence on an open connection. */
    Manner stalling(byte[] content, int bytes) {
        return (exchange, from) -> {
            begin(exchange, from, content.length);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    /** A byte of {@code content} every 20 milliseconds. */
    Manner trickling(byte[] content) {
        return (exchange, from) -> {
            begin(exchange, from, content.length);
            for (int at = from; at < content.length && closing.getCount() > 0; at++) {
                exchange.getResponseBody().write(content, at, 1);
                exchange.getResponseBody().flush();
                sleep(20);
            }
        };
    }

    /** No answer at all. */
    Manner silent() {
        return (exchange, from) -> awaitClose();
    }

    Manner status(int status) {
        return (exchange, from) -> exchange.sendResponseHeaders(status, -1);
    }

    /** A page with status 200 and without a length, as a captive portal gives. */
    Manner page(String text) {
        return (exchange, from) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Claims to continue where it was asked to, and begins a byte early. */
    Manner misplacing(byte[] content) {
        return (exchange, from) -> {
            byte[] end = Arrays.copyOfRange(content, from - 1, content.length);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + (from - 1) + "-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, end.length);
            exchange.getResponseBody().write(end);
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void begin(HttpExchange exchange, int from, int length) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length - from);
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
