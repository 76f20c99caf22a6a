package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HadoopFilesTest {

    private final Storage storage = Storage.of(RawFiles.configuration());

    @TempDir
    Path folder;

    /** A FileContext of s3a is a client with threads and connections of its own, and Hadoop keeps none. */
    @Test
    void replace_manyFiles_makesOneClient() throws IOException {
        RawFiles.contexts();
        for (int i = 0; i < 20; i++) {
            Files.writeString(folder.resolve("attempt"), "" + i);
            storage.replace("raw:" + folder.resolve("attempt"), "raw:" + folder.resolve("file"));
        }

        assertThat(folder.resolve("file")).hasContent("19");
        assertThat(RawFiles.contexts()).isEqualTo(1);
    }

    @Test
    void renamesAtomically_azure_onlyWithAHierarchicalNamespace() {
        assertThat(storage.renamesAtomically("abfs://folders@account.dfs.core.windows.net/set"))
                .isTrue();
        assertThat(storage.renamesAtomically("abfs://flat@account.dfs.core.windows.net/set"))
                .isFalse();
    }

    @Test
    void callsAtOnce_whereRenamingIsACopy_areMany() {
        assertThat(storage.callsAtOnce("raw:/set")).isEqualTo(16);
        assertThat(storage.callsAtOnce("hdfs://name-node/set")).isEqualTo(1);
        assertThat(storage.callsAtOnce("/set")).isEqualTo(1);
    }
}
