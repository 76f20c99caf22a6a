package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardFilesTest {

    @TempDir
    Path folder;

    @Test
    void find_aFile_isThatFileWhateverItsName() throws IOException {
        touch("part-0.json");

        assertThat(find("/part-0.json")).containsExactly("part-0.json");
    }

    @Test
    void find_aFolder_areItsShardsByName() throws IOException {
        touch("part-2", "part-10", "part-1");

        assertThat(find("")).containsExactly("part-1", "part-10", "part-2");
    }

    @Test
    void find_aFolder_passesOverManifestsHiddenFilesAndFolders() throws IOException {
        touch(
                "part-0",
                "manifest.json",
                "rejected.jsonl",
                "report.html",
                "order.png",
                "_SUCCESS",
                ".part-0.crc",
                ".part-1.attempt-3");
        Files.createDirectory(folder.resolve("part-9"));

        assertThat(find("")).containsExactly("part-0");
    }

    @Test
    void find_aFolderWithTheSameRecordsTwice_takesThePathShards() throws IOException {
        touch("image-00000-of-00001.tfrecord", "path-00000-of-00001.tfrecord", "path-00001-of-00002.tfrecord");

        assertThat(find("")).containsExactly("path-00000-of-00001.tfrecord", "path-00001-of-00002.tfrecord");
    }

    @Test
    void find_aFolderWithImageShardsOnly_takesThem() throws IOException {
        touch("image-00000-of-00001.tfrecord");

        assertThat(find("")).containsExactly("image-00000-of-00001.tfrecord");
    }

    @Test
    void find_aFolderWithShardsOfOthersToo_takesAll() throws IOException {
        touch("image-1", "path-1", "part-1");

        assertThat(find("")).containsExactly("image-1", "part-1", "path-1");
    }

    @Test
    void find_aPattern_areTheFilesThatMatch() throws IOException {
        touch("image-0", "image-1", "path-0", "image-0.json", ".image-2");

        assertThat(find("/image-*")).containsExactly("image-0", "image-1");
        assertThat(find("/{path,image}-0")).containsExactly("image-0", "path-0");
        assertThat(find("/image-[1-9]")).containsExactly("image-1");
    }

    @Test
    void find_aFileWhoseNameLooksLikeAPattern_isThatFile() throws IOException {
        touch("a[1].tfrecord", "a1.tfrecord");

        assertThat(find("/a[1].tfrecord")).containsExactly("a[1].tfrecord");
    }

    @Test
    void find_nothingThere_saysSo() {
        assertThatThrownBy(() -> find("/absent"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder + "/absent: no such file or folder");
        assertThatThrownBy(() -> find("/absent/part-*"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder + "/absent: no such folder");
    }

    @Test
    void find_noShardsAmongWhatIsThere_saysSo() throws IOException {
        touch("manifest.json");

        for (String path : List.of("", "/part-*")) {
            assertThatThrownBy(() -> find(path))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(
                            folder
                                    + path
                                    + ": no TFRecord files there; name a folder of shards, such as DATASET/sorted or an epoch's");
        }
    }

    @Test
    void find_aBrokenPattern_saysSo() throws IOException {
        touch("part-0");

        assertThatThrownBy(() -> find("/part-[0"))
                .isInstanceOf(io.github.fairdeal.dataset.UsageException.class)
                .hasMessageStartingWith(folder + "/part-[0: not a pattern: ");
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    private List<String> find(String path) throws IOException {
        return ShardFiles.find(Storage.local(), folder + path).stream()
                .map(FileStatus::name)
                .toList();
    }
}
