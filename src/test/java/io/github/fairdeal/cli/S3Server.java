package io.github.fairdeal.cli;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 server on loopback that keeps one bucket in memory: s3proxy as a process of its own, with the class path that
 * {@code -Pcluster} has made in {@code target/cluster/s3-server}. It asks nobody who he is.
 */
final class S3Server implements AutoCloseable {

    private static final Path LIBRARIES = Launcher.HOME.resolve("target/cluster/s3-server");
    private static final String BUCKET = "sets";
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

    private final Daemon daemon;
    private final String endpoint;

    /** @param folder for the configuration and the log */
    S3Server(Path folder) throws IOException {
        this(folder, "-Xmx400m", "-XX:TieredStopAtLevel=1");
    }

    /**
     * @param folder for the configuration and the log
     * @param options of its Java; a small object takes six KB of the heap
     */
    S3Server(Path folder, String... options) throws IOException {
        this.endpoint = "http://127.0.0.1:" + Daemon.freePort();
        Files.createDirectories(folder);
        Path properties = Files.write(
                folder.resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=" + endpoint,
                        "s3proxy.authorization=none",
                        "jclouds.provider=transient",
                        "jclouds.identity=nobody",
                        "jclouds.credential=nothing"));
        Path logback = Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration><appender name='out' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
                        + "<pattern>%level %logger %msg%n</pattern></encoder></appender>"
                        + "<root level='info'><appender-ref ref='out'/></root></configuration>");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "-Dlogback.configurationFile=" + logback,
                "-cp",
                LIBRARIES + File.separator + "*",
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()));
        this.daemon =
                Daemon.start(folder.resolve("s3proxy.log"), Map.of(), arguments).await("Started");
        HttpURLConnection create = request("/" + BUCKET);
        create.setRequestMethod("PUT");
        requireOk(create);
    }

    /** The path of something in the bucket, as {@code s3a://} URI. */
    String path(String name) {
        return "s3a://" + BUCKET + "/" + name;
    }

    /** What s3a must be told about it, as Hadoop's properties. */
    Map<String, String> settings() {
        return Map.of(
                "fs.s3a.endpoint", endpoint,
                "fs.s3a.path.style.access", "true",
                "fs.s3a.connection.ssl.enabled", "false",
                "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    }

    /** The content of an object, if it is there. */
    Optional<byte[]> object(String key) throws IOException {
        HttpURLConnection get = request("/" + BUCKET + "/" + key);
        if (get.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(get.getInputStream().readAllBytes());
    }

    /** Makes an object, or replaces it. */
    void put(String key, byte[] content) throws IOException {
        HttpURLConnection put = request("/" + BUCKET + "/"
                + URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/"));
        put.setRequestMethod("PUT");
        put.setDoOutput(true);
        put.getOutputStream().write(content);
        requireOk(put);
    }

    /** Keys that begin so, up to a thousand. */
    List<String> keys(String prefix) throws IOException {
        String query = "/%s?list-type=2&prefix=%s".formatted(BUCKET, URLEncoder.encode(prefix, StandardCharsets.UTF_8));
        String listing = new String(request(query).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> keys = new ArrayList<>();
        Matcher matcher = KEY.matcher(listing);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    @Override
    public void close() {
        daemon.close();
    }

    private static void requireOk(HttpURLConnection request) throws IOException {
        if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("%s %s: %d %s"
                    .formatted(
                            request.getRequestMethod(),
                            request.getURL(),
                            request.getResponseCode(),
                            request.getResponseMessage()));
        }
    }

    private HttpURLConnection request(String path) throws IOException {
        return (HttpURLConnection) URI.create(endpoint + path).toURL().openConnection();
    }
}
