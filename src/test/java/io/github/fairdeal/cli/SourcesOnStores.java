package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.source.ImageTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Anybody's images on a store: a folder of them becomes packs there, with the same records as on a local disk, and a manifest of
 * them a dataset of paths.
 */
final class SourcesOnStores {

    /** Runs a command to its end. */
    interface Commands {
        Outcome run(String command) throws IOException;
    }

    /** Copies a file to a place on the store. */
    interface Upload {
        void put(String path, byte[] content) throws IOException;
    }

    private final Path folder;
    private final String remote;
    private final Commands commands;
    private final Upload upload;
    private final boolean takesColons;

    /**
     * @param folder current folder of the commands
     * @param remote folder on the store, as commands take it
     * @param takesColons false if the store refuses names with a colon, as HDFS does
     */
    SourcesOnStores(Path folder, String remote, Commands commands, Upload upload, boolean takesColons) {
        this.folder = folder;
        this.remote = remote;
        this.commands = commands;
        this.upload = upload;
        this.takesColons = takesColons;
    }

    void assertAsOnALocalDisk() throws IOException {
        ImageTree tree = writeImages();
        int good = tree.good().size();
        for (String place : List.of(folder.toString(), remote)) {
            done(
                    "prepare --source folder --input %s/photos --kinds pack --paths relative --check decode --max-rejected 20%% --shards 2 --output %s/packed"
                            .formatted(place, place));
            done("shuffle --seed 3 --shards 3 --dataset %s/packed".formatted(place));
        }
        assertThat(epoch("packed", remote)).isEqualTo(epoch("packed", folder.toString()));
        assertThat(done("verify --packs --dataset %s/packed".formatted(remote)))
                .startsWith("sound: " + good + " records");
        assertThat(done("feed --dataset %s/packed".formatted(remote))).startsWith("fed " + good + " images");

        assertManifest(tree);
    }

    private void assertManifest(ImageTree tree) throws IOException {
        String lines = tree.good().keySet().stream()
                .filter(file -> file.toString().matches("[^\",\n\\\\]*"))
                .map(file -> "%s/photos/%s,%s\n"
                        .formatted(
                                remote,
                                tree.root().relativize(file),
                                tree.good().get(file)))
                .collect(Collectors.joining());
        upload.put(remote + "/listed.csv", ("path,label\n" + lines).getBytes(StandardCharsets.UTF_8));
        done("prepare --source manifest --input %s/listed.csv --shape 8x8x3 --output %s/listed"
                .formatted(remote, remote));
        done("shuffle --dataset %s/listed".formatted(remote));
        assertThat(done("feed --dataset %s/listed".formatted(remote)))
                .startsWith("fed " + lines.lines().count() + " images");
    }

    private ImageTree writeImages() throws IOException {
        ImageTree tree = ImageTree.write(folder.resolve("photos"), 90, 30, 15);
        if (!takesColons) {
            removeColons(tree.good().keySet().iterator());
            removeColons(tree.damaged().iterator());
        }
        for (Iterable<Path> files : List.of(tree.good().keySet(), tree.damaged())) {
            for (Path file : files) {
                upload.put(remote + "/photos/" + tree.root().relativize(file), Files.readAllBytes(file));
            }
        }
        return tree;
    }

    private static void removeColons(Iterator<Path> files) throws IOException {
        while (files.hasNext()) {
            Path file = files.next();
            if (file.toString().contains(":")) {
                Files.delete(file);
                files.remove();
            }
        }
    }

    /** Records in order, with all that tells them apart. */
    private String epoch(String dataset, String place) throws IOException {
        return done("inspect --json --limit 1000 %s/%s/epochs/epoch-000000".formatted(place, dataset))
                .replace(place, "");
    }

    private String done(String command) throws IOException {
        return commands.run(command).requireDone().out();
    }
}
