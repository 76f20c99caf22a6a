package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a broken download hangs rather than fails
class MnistDownloadTest {

    private static final String NAME = "images.gz";
    private static final int LENGTH = 200_000;

    @TempDir
    private Path folder;

    private LyingServer server;
    private byte[] content;
    private RemoteFile file;

    @BeforeEach
    void serve() throws IOException {
        server = new LyingServer();
        content = new byte[LENGTH];
        new SplittableRandom(7).nextBytes(content);
        Path original = Files.write(folder.resolve("original"), content);
        file = new RemoteFile(List.of(NAME, "images"), LENGTH, Sha256.of(original));
        Files.delete(original);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void execute_honestMirror_fetchesTheFileAndLeavesNoPart() throws IOException {
        MnistDownload.Result result =
                from(server.mirror("a", server.honest(content))).execute();

        assertThat(result.fetched()).containsExactly(folder.resolve(NAME));
        assertFetched();
        assertThat(server.requests()).containsExactly("a");
    }

    @Test
    void execute_again_asksNobody() throws IOException {
        URI mirror = server.mirror("a", server.honest(content));
        from(mirror).execute();
        assertThat(from(mirror).execute().fetched()).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void execute_filePresentUnderAnotherName_isLeftAlone() throws IOException {
        Files.write(folder.resolve("images"), new byte[] {1});
        assertThat(from(server.mirror("a", server.honest(content))).execute().fetched())
                .isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void execute_folderMissing_isMade() throws IOException {
        folder = folder.resolve("a/b");
        from(server.mirror("a", server.honest(content))).execute();
        assertFetched();
    }

    @Test
    void execute_mirrorWithoutTheFile_asksTheNext() throws IOException {
        from(
                        server.mirror("none", server.status(404)),
                        server.mirror("ill", server.status(500)),
                        server.mirror("good", server.honest(content)))
                .execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("none", "ill", "good");
    }

    @Test
    void execute_wrongBytesOfTheRightLength_areNeverUsed() throws IOException {
        byte[] wrong = content.clone();
        wrong[LENGTH / 2] ^= 1;
        URI liar = server.mirror("liar", server.honest(wrong));

        assertRefused(from(liar), "liar/: wrong content: expected SHA-256 " + file.sha256() + ", found ");
        assertNothingLeft();

        from(liar, server.mirror("good", server.honest(content))).execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("liar", "liar", "good");
    }

    @Test
    void execute_wrongLength_isRefusedByItsHeaderAlready() {
        byte[] shorter = new byte[LENGTH - 1];
        assertRefused(from(server.mirror("a", server.honest(shorter))), "199999 bytes", "expected 200000");
        assertNothingLeft();
    }

    @Test
    void execute_endlessBodyWithoutLength_isCutOff() {
        String endless = "x".repeat(2 * LENGTH);
        assertRefused(from(server.mirror("a", server.page(endless))), "more than 200000 bytes");
        assertNothingLeft();
    }

    @Test
    void execute_webPageWithStatus200_doesNotSpoilTheNextMirror() throws IOException {
        from(
                        server.mirror("portal", server.page("<html>please log in</html>")),
                        server.mirror("good", server.honest(content)))
                .execute();
        assertFetched();
        // The page's 26 bytes look like a beginning; the checksum tells, and the honest mirror is asked for everything.
        assertThat(server.requests()).containsExactly("portal", "portal bytes=26-", "good bytes=26-", "good");
    }

    @Test
    void execute_connectionClosedEarly_continuesWhereItBroke() throws IOException {
        from(server.mirror("a", server.truncating(content, 90_000))).execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("a", "a bytes=90000- if \"v1\"", "a bytes=180000- if \"v1\"");
    }

    @Test
    void execute_mirrorThatKeepsClosing_isLeftAndItsBytesAreKept() throws IOException {
        from(server.mirror("tiny", server.truncating(content, 100)), server.mirror("good", server.honest(content)))
                .execute();
        assertFetched();
        assertThat(server.requests()).hasSize(12).endsWith("good bytes=1100-");
    }

    @Test
    void execute_afterAFailedRun_continuesItsPart() throws IOException {
        URI half = server.mirror("half", server.stalling(content, 120_000));
        assertRefused(
                from(half).stallTimeout(Duration.ofMillis(400)),
                "half/: no answer, or too slow: 120000 of 200000 bytes");
        assertThat(folder.resolve(NAME)).doesNotExist();
        assertThat(folder.resolve(NAME + ".part")).hasSize(120_000);

        from(server.mirror("good", server.honest(content))).execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("half", "good bytes=120000-");
    }

    @Test
    void execute_rangeIgnored_startsOver() throws IOException {
        writePart(Arrays.copyOf(content, 50_000));
        from(server.mirror("a", server.ignoringRange(content))).execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("a bytes=50000-");
    }

    @Test
    void execute_partWithForeignBytes_isThrownAwayAndTheSameMirrorAskedForAll() throws IOException {
        writePart(new byte[50_000]);
        from(server.mirror("a", server.honest(content))).execute();
        assertFetched();
        assertThat(server.requests()).containsExactly("a bytes=50000-", "a");
    }

    @Test
    void execute_partThatIsWholeAlready_onlyTakesItsName() throws IOException {
        writePart(content);
        from(server.mirror("a", server.status(500))).execute();
        assertFetched();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void execute_partThatIsTooLong_isThrownAway() throws IOException {
        writePart(new byte[LENGTH + 1]);
        from(server.mirror("a", server.honest(content))).execute();
        assertFetched();
    }

    @Test
    void execute_rangeMisplaced_isRefusedAndThePartKept() throws IOException {
        writePart(Arrays.copyOf(content, 50_000));
        assertRefused(from(server.mirror("a", server.misplacing(content))), "Content-Range bytes 49999-", "50000");
        assertThat(folder.resolve(NAME + ".part")).hasSize(50_000);
    }

    @Test
    void execute_mirrorsThatStallSendNothingOrTrickle_areLeft() throws IOException {
        from(
                        server.mirror("silent", server.silent()),
                        server.mirror("stalled", server.stalling(content, 1_000)),
                        server.mirror("slow", server.trickling(content)),
                        server.mirror("good", server.honest(content)))
                .stallTimeout(Duration.ofSeconds(1))
                .execute();
        assertFetched();
        // On a busy machine the patience with a mirror may end before its first bytes were seen.
        assertThat(String.join(", ", server.requests()))
                .matches("silent, stalled, slow( bytes=1000-)?, good bytes=\\d+-");
    }

    @Test
    void execute_allMirrorsFail_givesEachOnesReasonInOneLine() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        List<String> left = new ArrayList<>();
        MnistDownload download = from(
                        nobody,
                        URI.create("http://no-such-host.invalid/mnist"),
                        server.mirror("none", server.status(404)))
                .listener(new DownloadListener() {
                    @Override
                    public void received(String name, long bytes, long totalBytes) {}

                    @Override
                    public void leftMirror(String name, URI mirror, String reason) {
                        left.add(mirror + " " + reason);
                    }
                });
        assertRefused(
                download,
                NAME + ": cannot be downloaded to " + folder,
                nobody + ": Connection refused",
                "http://no-such-host.invalid/mnist/: unknown host",
                "none/: HTTP 404",
                "--mirror");
        assertThat(left).hasSize(3);
        assertNothingLeft();
    }

    @Test
    void execute_folderIsAFile_saysSo() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("file"));
        folder = inTheWay;
        assertThatThrownBy(() -> from(URI.create("http://127.0.0.1:1/")).execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(inTheWay.toString());
    }

    @Test
    void execute_severalAtOnce_fetchOnceAndAllFindTheFile() throws IOException {
        URI mirror = server.mirror("a", server.truncating(content, 30_000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<MnistDownload.Result>> downloads = Stream.generate(() ->
                            CompletableFuture.supplyAsync(() -> from(mirror).execute(), threads))
                    .limit(4)
                    .toList();
            assertThat(downloads.stream()
                            .mapToInt(download -> download.join().fetched().size())
                            .sum())
                    .isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertFetched();
        assertThat(server.requests()).hasSize(7);
    }

    @Test
    void execute_listener_hearsTheEnd() {
        List<String> heard = new ArrayList<>();
        from(server.mirror("a", server.honest(content)))
                .listener((name, bytes, totalBytes) -> heard.add(name + " " + bytes + "/" + totalBytes))
                .execute();
        assertThat(heard).endsWith(NAME + " 200000/200000");
    }

    @Test
    void options_thatCannotBe_areRefusedAtOnce() {
        MnistDownload download = new MnistDownload();
        assertThatThrownBy(() -> download.mirrors(List.of())).isInstanceOf(UsageException.class);
        for (String address : List.of("ftp://host/", "host/folder", "file:///tmp", "http:///x")) {
            assertThatThrownBy(() -> download.mirrors(List.of(URI.create(address))))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(address);
        }
        assertThatThrownBy(() -> download.stallTimeout(Duration.ZERO)).isInstanceOf(UsageException.class);
    }

    @Test
    void execute_realMnistFromALocalMirror_givesTheSeventyThousandImages() throws IOException {
        Path real = RealMnist.folder();
        List<URI> mirrors = new ArrayList<>();
        for (MnistFile mnist :
                MnistFile.values()) { // each mirror serves one file only, the others' bytes are wrong there
            byte[] bytes = Files.readAllBytes(real.resolve(mnist.remote().name()));
            mirrors.add(server.mirror(mnist.name(), server.honest(bytes)));
        }
        MnistDownload.Result result =
                new MnistDownload().into(folder).mirrors(mirrors).execute();

        assertThat(result.fetched()).hasSize(4);
        assertThat(MnistFiles.read(folder).sourceFiles())
                .isEqualTo(MnistFiles.read(real).sourceFiles());
    }

    private MnistDownload from(URI... mirrors) {
        return new MnistDownload(List.of(file))
                .into(folder)
                .mirrors(List.of(mirrors))
                .connectTimeout(Duration.ofSeconds(2))
                .stallTimeout(Duration.ofSeconds(20)); // an honest mirror of a busy machine has time
    }

    private void writePart(byte[] bytes) throws IOException {
        Files.write(folder.resolve(NAME + ".part"), bytes);
    }

    private void assertFetched() {
        assertThat(folder.resolve(NAME)).hasBinaryContent(content);
        assertThat(folder.resolve(NAME + ".part")).doesNotExist();
    }

    private void assertNothingLeft() {
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(NAME));
    }

    private static void assertRefused(MnistDownload download, String... parts) {
        assertThatThrownBy(download::execute)
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }
}
