package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One contract, kept on the local file system through NIO and on others through Hadoop. */
final class StorageTest {

    /** Where the contract is tried, all of them on the same folder of the local disk. */
    private enum Place {
        /** Plain paths, NIO. */
        LOCAL(""),
        /** {@code file:} URIs, which are local too. */
        FILE_URI("file:"),
        /** A file system of Hadoop's with everything. */
        HADOOP("raw:"),
        /** One that Hadoop's FileContext does not know, as many object stores. */
        HADOOP_WITHOUT_CONTEXT("rawfs:");

        private final String prefix;

        Place(String prefix) {
            this.prefix = prefix;
        }
    }

    @TempDir
    Path folder;

    private final Storage storage = Storage.of(RawFiles.configuration());

    @ParameterizedTest
    @EnumSource
    void write_createsTheFileWithTheFoldersAboveIt(Place place) throws IOException {
        String file = path(place, "a/b/c.txt");

        storage.write(file, bytes("hello"));

        assertThat(folder.resolve("a/b/c.txt")).hasContent("hello");
        assertThat(storage.read(file)).isEqualTo(bytes("hello"));
        assertThat(storage.bytes(file)).isEqualTo(5);
        assertThat(storage.exists(file)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void write_leavesNoSideFiles(Place place) throws IOException {
        storage.write(path(place, "a.txt"), bytes("hello"));
        storage.rename(path(place, "a.txt"), path(place, "b.txt"));
        storage.write(path(place, "c.txt"), bytes("hello"));
        storage.replace(path(place, "c.txt"), path(place, "b.txt"));

        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactly(folder.resolve("b.txt"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void create_onAnExistingFile_isRefusedAndLeavesIt(Place place) throws IOException {
        String file = path(place, "a.txt");
        storage.write(file, bytes("first"));

        assertThatThrownBy(() -> storage.write(file, bytes("second")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a.txt");
        assertThat(storage.read(file)).isEqualTo(bytes("first"));
    }

    @ParameterizedTest
    @EnumSource
    void overwrite_createsOrReplacesTheWholeContent(Place place) throws IOException {
        String file = path(place, "a/b.txt");

        storage.overwrite(file, bytes("longer content"));
        assertThat(folder.resolve("a/b.txt")).hasContent("longer content");
        storage.overwrite(file, bytes("short"));
        assertThat(folder.resolve("a/b.txt")).hasContent("short");
    }

    @ParameterizedTest
    @EnumSource
    void open_atAnOffset_readsFromThere(Place place) throws IOException {
        String file = path(place, "a.txt");
        storage.write(file, bytes("0123456789"));

        try (InputStream in = storage.open(file, 7)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes("789"));
        }
        try (InputStream in = storage.open(file, 10)) {
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingFile_isNamed(Place place) throws IOException {
        String missing = path(place, "missing.txt");

        assertThat(storage.exists(missing)).isFalse();
        assertThat(storage.status(missing)).isEmpty();
        assertThatThrownBy(() -> storage.open(missing, 0))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(missing + ": no such file or folder");
        assertThatThrownBy(() -> storage.list(missing))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(missing + ": no such file or folder");
        assertThatThrownBy(() -> storage.bytes(missing))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(missing + ": no such file");
        for (String target : List.of(path(place, "there"), path(place, "missing too"))) {
            storage.write(path(place, "there"), bytes("x"));
            assertThatThrownBy(() -> storage.replace(missing, target))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessage(missing + ": no such file or folder");
            assertThat(storage.read(path(place, "there"))).isEqualTo(bytes("x"));
            storage.delete(path(place, "there"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_givesTheEntriesByName(Place place) throws IOException {
        for (String name : List.of("b", "a", "c", "B", "10", "9")) {
            storage.write(path(place, "f/" + name), bytes(name));
        }
        storage.createFolders(path(place, "f/d"));
        storage.createFolders(path(place, "f/d"));

        List<FileStatus> entries = storage.list(path(place, "f"));

        assertThat(entries).extracting(FileStatus::name).containsExactly("10", "9", "B", "a", "b", "c", "d");
        assertThat(entries).extracting(FileStatus::bytes).containsExactly(2L, 1L, 1L, 1L, 1L, 1L, 0L);
        assertThat(entries).extracting(FileStatus::isFolder).endsWith(false, true);
        assertThat(storage.read(entries.get(0).path())).isEqualTo(bytes("10"));
    }

    @ParameterizedTest
    @EnumSource
    void rename_movesAFolderWithAllThatIsInIt(Place place) throws IOException {
        storage.write(path(place, "from/a/b.txt"), bytes("hello"));

        storage.rename(path(place, "from"), path(place, "to"));

        assertThat(folder.resolve("to/a/b.txt")).hasContent("hello");
        assertThat(storage.exists(path(place, "from"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rename_ontoAnything_isRefused(Place place) throws IOException {
        storage.write(path(place, "from/a.txt"), bytes("new"));
        storage.createFolders(path(place, "empty"));
        storage.write(path(place, "full/a.txt"), bytes("old"));
        storage.write(path(place, "file"), bytes("old"));

        for (String taken : List.of("empty", "full", "file")) {
            assertThatThrownBy(() -> storage.rename(path(place, "from"), path(place, taken)))
                    .as(taken)
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining(taken);
        }
        assertThatThrownBy(() -> storage.rename(path(place, "from/a.txt"), path(place, "file")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("from/a.txt")).hasContent("new");
        assertThat(folder.resolve("full/a.txt")).hasContent("old");
        assertThat(folder.resolve("file")).hasContent("old");
        assertThat(folder.resolve("empty")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HADOOP_WITHOUT_CONTEXT") // such a one may create the folder
    void rename_intoAFolderThatDoesNotExist_fails(Place place) throws IOException {
        storage.write(path(place, "a.txt"), bytes("x"));

        assertThatThrownBy(() -> storage.rename(path(place, "a.txt"), path(place, "nowhere/a.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere/a.txt");
        assertThat(folder.resolve("a.txt")).hasContent("x");
    }

    @ParameterizedTest
    @EnumSource
    void replace_takesThePlaceOfWhatWasThere(Place place) throws IOException {
        storage.write(path(place, "new.txt"), bytes("new"));
        storage.write(path(place, "old.txt"), bytes("old"));

        storage.replace(path(place, "new.txt"), path(place, "old.txt"));
        assertThat(folder.resolve("old.txt")).hasContent("new");
        assertThat(folder.resolve("new.txt")).doesNotExist();
        storage.replace(path(place, "old.txt"), path(place, "fresh.txt"));
        assertThat(folder.resolve("fresh.txt")).hasContent("new");
    }

    @ParameterizedTest
    @EnumSource
    void delete_removesAFileATreeAndNothing(Place place) throws IOException {
        storage.write(path(place, "a/b/c.txt"), bytes("x"));
        storage.write(path(place, "a/d.txt"), bytes("x"));
        storage.write(path(place, "e.txt"), bytes("x"));

        storage.delete(path(place, "e.txt"));
        storage.delete(path(place, "a"));
        storage.delete(path(place, "never there"));

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void delete_doesNotFollowLinks(Place place) throws IOException {
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Files.writeString(precious.resolve("a.txt"), "x");
        Files.createDirectories(folder.resolve("tree"));
        Files.createSymbolicLink(folder.resolve("tree/link"), precious);
        Files.createSymbolicLink(folder.resolve("link"), precious);

        storage.delete(path(place, "tree"));
        storage.delete(path(place, "link"));

        assertThat(precious.resolve("a.txt")).hasContent("x");
        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(folder.resolve("link")).doesNotExist();
    }

    @Test
    void linkToNothing_isDeletedNotListedAndInTheWayOfARename() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
        storage.write(path(Place.LOCAL, "a.txt"), bytes("x"));

        assertThat(storage.list(folder.toString())).extracting(FileStatus::name).containsExactly("a.txt");
        assertThatThrownBy(() -> storage.rename(path(Place.LOCAL, "a.txt"), link.toString()))
                .isInstanceOf(FileAlreadyExistsException.class);
        storage.delete(link.toString());
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void folderBehindALink_canBeWrittenTo() throws IOException {
        Files.createDirectories(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));

        storage.createFolders(path(Place.LOCAL, "link"));
        storage.write(path(Place.LOCAL, "link/a.txt"), bytes("x"));

        assertThat(folder.resolve("real/a.txt")).hasContent("x");
    }

    @Test
    void pathsWithSpacesPercentAndUmlauts_areTakenLiterally() throws IOException {
        for (Place place : Place.values()) {
            String file = path(place, place + " a%20b ü#?.txt");
            storage.write(file, bytes("x"));

            assertThat(folder.resolve(place + " a%20b ü#?.txt")).hasContent("x");
            assertThat(storage.exists(file)).isTrue();
        }
    }

    @Test
    void root_hasAStatus() throws IOException {
        FileStatus root = storage.status("/").orElseThrow();

        assertThat(root).isEqualTo(new FileStatus("/", "", 0, true, root.modifiedAtMillis()));
    }

    @ParameterizedTest
    @CsvSource({
        "/data/mnist,                  /data/mnist",
        "/data/mnist/,                 /data/mnist",
        "/data//x/../mnist/./,         /data/mnist",
        "/,                            /",
        "file:/data/mnist,             /data/mnist",
        "file:///data/mnist/,          /data/mnist",
        "file://localhost/data/mnist,  /data/mnist",
        "file:/a%20b c,                /a%20b c",
        "hdfs://nn:8020/data/mnist,    hdfs://nn:8020/data/mnist",
        "hdfs://nn:8020/data/mnist//,  hdfs://nn:8020/data/mnist",
        "hdfs://nn:8020/,              hdfs://nn:8020/",
        "hdfs:///data/,                hdfs:///data",
        "hdfs:///,                     hdfs:///",
        "hdfs:/data/,                  hdfs:/data",
        "s3a://bucket/a b/,            s3a://bucket/a b",
    })
    void resolve_onALocalDefault_givesThePlainPathOrTheUri(String typed, String resolved) {
        assertThat(Storage.local().resolve(typed)).isEqualTo(resolved);
    }

    @Test
    void resolve_ofARelativePath_beginsAtTheWorkingDirectory() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(Storage.local().resolve("a/../b/")).isEqualTo(here + "/b");
        assertThat(Storage.local().resolve(".")).isEqualTo(here);
        assertThat(Storage.local().resolve("time:12")).isEqualTo(here + "/time:12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hdfs://nn:8020", "hdfs://nn:8020/"})
    void resolve_onARemoteDefault_putsAbsolutePathsThere(String defaultFileSystem) {
        Configuration configuration = new Configuration(false);
        configuration.set("fs.defaultFS", defaultFileSystem);
        Storage remote = Storage.of(configuration);

        assertThat(remote.resolve("/data/mnist/")).isEqualTo("hdfs://nn:8020/data/mnist");
        assertThat(remote.resolve("/")).isEqualTo("hdfs://nn:8020/");
        assertThat(remote.resolve("file:///data/mnist")).isEqualTo("/data/mnist");
        assertThat(remote.resolve("s3a://bucket/x/")).isEqualTo("s3a://bucket/x");
    }

    @Test
    void resolve_ofARelativePathOnARemoteDefault_asksThatFileSystem() {
        Configuration configuration = RawFiles.configuration();
        configuration.set("fs.defaultFS", "raw:///");
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(Storage.of(configuration).resolve("data/mnist/")).isEqualTo("raw:" + here + "/data/mnist");
    }

    @Test
    void resolve_ofARelativePathOnADefaultThatIsNotThere_saysWhatToDo() {
        Configuration configuration = new Configuration(false);
        configuration.set("fs.defaultFS", "nosuchfs://x/");

        assertThatThrownBy(() -> Storage.of(configuration).resolve("data"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("data: a relative path cannot be resolved against fs.defaultFS=nosuchfs://x/")
                .hasMessageEndingWith("give an absolute path or URI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:data", "file://server/share", "file:"})
    void resolve_ofWhatIsNoPath_isRefused(String typed) {
        assertThatThrownBy(() -> Storage.local().resolve(typed)).isInstanceOf(UsageException.class);
    }

    @Test
    void child_addsOneSlash() {
        assertThat(Storage.child("/a", "b")).isEqualTo("/a/b");
        assertThat(Storage.child("hdfs://nn:8020/", "b")).isEqualTo("hdfs://nn:8020/b");
    }

    @ParameterizedTest
    @CsvSource({
        "/data/x.png,              /data/x.png",
        "hdfs://nn:8020/x.png,     hdfs://nn:8020/x.png",
        "file:///data/x%20y.png,   /data/x%20y.png",
        "images/0.png,             hdfs://nn/mnist/images/0.png",
        "shots 12:30/0.png,        hdfs://nn/mnist/shots 12:30/0.png",
    })
    void locate_findsAbsoluteUriAndRelativeNames(String named, String located) {
        assertThat(storage.locate("hdfs://nn/mnist", named)).isEqualTo(located);
    }

    @Test
    void isRemote_isTrueForUrisOnly() {
        assertThat(Storage.isRemote("hdfs://nn/a")).isTrue();
        assertThat(Storage.isRemote("s3a://bucket/a")).isTrue();
        assertThat(Storage.isRemote("/data/a:/b")).isFalse();
        assertThat(Storage.isRemote("images/0.png")).isFalse();
        assertThat(Storage.isRemote("time:12")).isFalse();
    }

    @Test
    void storage_sentToAnExecutor_isSmallAndKeepsItsSettings() throws IOException, ClassNotFoundException {
        storage.write(path(Place.HADOOP, "a.txt"), bytes("hello"));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(storage);
        }
        Storage received;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            received = (Storage) in.readObject();
        }

        assertThat(sent.size()).isLessThan(2_000);
        assertThat(received.read(path(Place.HADOOP, "a.txt"))).isEqualTo(bytes("hello"));
        assertThat(received.read(path(Place.LOCAL, "a.txt"))).isEqualTo(bytes("hello"));
    }

    private String path(Place place, String name) {
        return place.prefix + folder.resolve(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
