package io.github.fairdeal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A page in headless Chromium, driven through the DevTools protocol as a reader would: keys and clicks, not calls of the
 * page's functions. What went wrong in the page, or what it tried to load, is kept.
 */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path profile;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final WebSocket socket;
    private int sent;

    /** Program on the search path, if there is one. */
    static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A window of this size, in CSS pixels. */
    Browser(Path program, int width, int height) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("fairdeal-browser");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "--window-size=" + width + "," + height,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpClient client = HttpClient.newHttpClient();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address(client)), new Listener())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Opens a file and waits until its script has run; returns the milliseconds that the page itself measured. */
    double open(Path page) throws InterruptedException {
        String url = page.toUri().toString();
        evaluate("window.isLeft = true");
        call("Page.navigate", Map.of("url", url));
        awaitLoad(url);
        requests.removeIf(page.toUri().toString()::equals);
        return evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
                .asDouble();
    }

    /** Value of an expression in the page. */
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Text of every element that {@code selector} finds. */
    List<String> texts(String selector) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        evaluate("[...document.querySelectorAll(" + JSON.valueToTree(selector) + ")].map(e => e.textContent)")
                .forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Gives an element the keyboard. */
    void focus(String selector) throws InterruptedException {
        evaluate("document.querySelector(" + JSON.valueToTree(selector) + ").focus()");
    }

    /** Types into whatever has the keyboard. */
    void type(String text) throws InterruptedException {
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses and releases Enter, or Space. */
    void press(String key) throws InterruptedException {
        boolean isEnter = key.equals("Enter");
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            isEnter ? key : " ",
                            "code",
                            key,
                            "text",
                            type.equals("keyUp") ? "" : isEnter ? "\r" : " ",
                            "windowsVirtualKeyCode",
                            isEnter ? 13 : 32));
        }
    }

    /** Clicks the middle of an element with the mouse. */
    void click(String selector) throws InterruptedException {
        JsonNode place = evaluate("(() => { const e = document.querySelector(" + JSON.valueToTree(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.left + r.width / 2, r.top + r.height / 2]; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.get(0).asDouble(),
                            "y",
                            place.get(1).asDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Light, dark, or paper: media features, {@code "prefers-color-scheme", "dark"}. */
    void prefer(String feature, String value) throws InterruptedException {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Screen or paper: {@code "screen"}, {@code "print"}. Preferences are as they are by default. */
    void media(String type) throws InterruptedException {
        call("Emulation.setEmulatedMedia", Map.of("media", type));
    }

    /** Makes the window as large as this, in CSS pixels. */
    void resize(int width, int height) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What is in the window, as PNG. */
    byte[] screenshot() throws InterruptedException {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of()).path("data").asText());
    }

    /** Errors and warnings of the page so far. */
    List<String> complaints() {
        return complaints;
    }

    /** Addresses that the page asked for besides itself; images inside it count only if they are not in it. */
    List<String> requests() {
        return requests.stream().filter(url -> !url.startsWith("data:")).toList();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }

    /** Asks the page itself: an event that says "loaded" may be late and of the page before. */
    private void awaitLoad(String url) throws InterruptedException {
        String isLoaded =
                "!window.isLeft && document.readyState === 'complete' && location.href === " + JSON.valueToTree(url);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            AssertionError failure = null;
            try {
                if (evaluate(isLoaded).asBoolean()) {
                    return;
                }
            } catch (AssertionError e) {
                failure = e; // the page before went away while it was asked
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(url + ": not loaded within " + PATIENCE.toSeconds() + " s", failure);
            }
            Thread.sleep(20);
        }
    }

    /** Where the page can be talked to; the browser listens before it has one. */
    private String address(HttpClient client) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/json/list"))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String targets = client.send(list, BodyHandlers.ofString()).body();
            Optional<String> address = Stream.of(JSON.readValue(targets, JsonNode[].class))
                    .filter(target -> target.path("type").asText().equals("page"))
                    .map(target -> target.path("webSocketDebuggerUrl").asText())
                    .findFirst();
            if (address.isPresent()) {
                return address.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the browser has no page: " + targets);
            }
            Thread.sleep(20);
        }
    }

    /** The port that the browser chose; it writes it down when it listens. */
    private String port() throws IOException, InterruptedException {
        Path written = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> lines = Files.exists(written) ? Files.readAllLines(written) : List.of();
            if (lines.size() == 2) {
                return lines.get(0);
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the browser did not start; exit code "
                        + (process.isAlive() ? "none yet" : process.exitValue()));
            }
            Thread.sleep(20);
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ++sent;
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer to " + method);
            }
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new AssertionError(method + ": " + answer.get("error"));
                }
                return answer.path("result");
            }
            note(answer);
        }
    }

    private void note(JsonNode event) {
        switch (event.path("method").asText()) {
            case "Runtime.exceptionThrown", "Log.entryAdded" ->
                complaints.add(event.path("params").toString());
            case "Network.requestWillBeSent" ->
                requests.add(event.path("params").path("request").path("url").asText());
            default -> {
                // Progress of loading.
            }
        }
    }

    /** Puts the parts of a message together. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                try {
                    messages.add(JSON.readTree(parts.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException("not JSON: " + parts, e);
                }
                parts.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
