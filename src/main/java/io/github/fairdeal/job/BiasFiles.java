package io.github.fairdeal.job;

import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.epoch.EpochVerdict;
import io.github.fairdeal.report.HtmlReport;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;

/** The files in which the result of an audit is kept, for programs and for people, beside an epoch's shards or anywhere. */
final class BiasFiles {

    /** The report, as {@code --json} prints it. */
    static final String JSON = EpochVerdict.FILE_NAME;

    private BiasFiles() {}

    /**
     * Writes all of them into {@code folder}, over those that are there.
     *
     * @param judged what was judged, as people call it
     */
    static void write(Storage storage, String folder, String judged, Audit.Result result) throws IOException {
        storage.createFolders(folder);
        storage.overwrite(Storage.child(folder, JSON), Json.bytes(result.report()));
        storage.overwrite(
                Storage.child(folder, HtmlReport.FILE_NAME),
                HtmlReport.of(result.report(), result.sample())
                        .title(judged)
                        .shardNames(
                                result.shards().stream().map(BiasFiles::nameOf).toList())
                        .page());
    }

    private static String nameOf(String shard) {
        return shard.substring(shard.lastIndexOf('/') + 1);
    }
}
