package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed reference is what the commands say. {@code -DregenerateReference} writes it. */
class ReferenceTest {

    @Test
    void committedPages_areWhatTheCommandsSay() throws IOException {
        SortedMap<Path, String> files = ReferencePages.files();
        if (System.getProperty("regenerateReference") != null) {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Path target = Launcher.HOME.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
        }

        assertThat(files).hasSizeGreaterThan(10).allSatisfy((file, text) -> assertThat(Launcher.HOME.resolve(file))
                .as("%s; mvn test -Dtest=ReferenceTest -DregenerateReference writes it", file)
                .hasContent(text));
        try (Stream<Path> committed = Files.list(Launcher.HOME.resolve("docs/reference"))) {
            assertThat(committed.map(Launcher.HOME::relativize)).isSubsetOf(files.keySet());
        }
    }

    @Test
    void completion_sourcedInBash_knowsCommandsAndOptions() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no /bin/bash");

        assertThat(completions("fairdeal", "sh")).containsExactly("shuffle");
        assertThat(completions("fairdeal", "shuffle", "--sh")).containsExactly("--shards");
        assertThat(completions("fairdeal", "feed", "--resize", "c")).containsExactly("crop-or-pad");
        assertThat(completions("fairdeal", "bench", "")).contains("index", "shuffle", "reader");
    }

    /** What bash proposes for the last word. */
    private static String[] completions(String... words) throws IOException, InterruptedException {
        String script =
                """
                compopt() { :; } # works in a completion only
                source jobs/fairdeal-completion.bash
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                _complete_fairdeal
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Process bash = new ProcessBuilder(Stream.concat(Stream.of("bash", "-c", script, "bash"), Stream.of(words))
                        .toList())
                .directory(Launcher.HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().map(String::strip).toArray(String[]::new);
    }
}
