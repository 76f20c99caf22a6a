package io.github.fairdeal.job;

import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.epoch.EpochVerdict;
import io.github.fairdeal.report.HtmlReport;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.Map;

/** The files in which the result of an audit is kept, for programs and for people, beside an epoch's shards or anywhere. */
final class BiasFiles {

    /** The report, as {@code --json} prints it. */
    static final String JSON = EpochVerdict.FILE_NAME;

    private BiasFiles() {}

    /**
     * Writes report and page into {@code folder}, over those that are there. The page has its figures inside: what lies
     * beside shards is files only, which publishing moves one by one.
     *
     * @param judged what was judged, as people call it
     */
    static void write(Storage storage, String folder, String judged, Audit.Result result) throws IOException {
        write(
                storage,
                folder,
                result,
                Map.of(HtmlReport.FILE_NAME, page(judged, result).page()));
    }

    /** The same, and the figures by themselves in a folder of their own. */
    static void writeWithFigures(Storage storage, String folder, String judged, Audit.Result result)
            throws IOException {
        write(storage, folder, result, page(judged, result).files());
    }

    private static void write(Storage storage, String folder, Audit.Result result, Map<String, byte[]> pages)
            throws IOException {
        storage.createFolders(folder);
        storage.overwrite(Storage.child(folder, JSON), Json.bytes(result.report()));
        for (Map.Entry<String, byte[]> page : pages.entrySet()) {
            storage.overwrite(Storage.child(folder, page.getKey()), page.getValue());
        }
    }

    private static HtmlReport page(String judged, Audit.Result result) {
        return HtmlReport.of(result.report(), result.sample())
                .title(judged)
                .shardNames(result.shards().stream().map(BiasFiles::nameOf).toList());
    }

    private static String nameOf(String shard) {
        return shard.substring(shard.lastIndexOf('/') + 1);
    }
}
