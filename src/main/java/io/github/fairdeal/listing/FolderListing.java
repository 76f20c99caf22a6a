package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.source.ImageNames;
import io.github.fairdeal.source.LeftOut;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Images in {@code ROOT/CLASS/…/NAME.png}: the first folder on the way to a file is its class. Level by level, the folders
 * of a level are dealt out to tasks, and what a level holds stays with Spark, on disk: the driver sees counts only.
 *
 * @param input the root folder
 */
public record FolderListing(String input) implements ImageListing {

    // What an entry is: a file that is an image, a folder to look into, or the reason why it is neither.
    private static final String FILE = "file";
    private static final String FOLDER = "folder";

    private static final String KIND = "_kind";
    private static final String ANCESTORS = "_ancestors";

    /** Before, between and behind the paths of ancestors; no file system has it in a name. */
    private static final String SEPARATOR = "\0";

    /** Class (null for the root), path and size, what it is, and of folders the real paths of those they are in. */
    private static final StructType ENTRY = new StructType()
            .add(ListedImages.LABEL, DataTypes.StringType)
            .add(ListedImages.PATH, DataTypes.StringType, false)
            .add(ListedImages.BYTES, DataTypes.LongType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(ANCESTORS, DataTypes.StringType);

    private static final int TASKS_A_CORE = 4;

    @Override
    public String source() {
        return "folder";
    }

    @Override
    public boolean namesPathsOnce() {
        return true;
    }

    @Override
    public boolean hasOrder() {
        return false;
    }

    @Override
    public ListedImages list(SparkSession spark, Storage storage, ListingOrder order) throws IOException {
        String root = storage.resolve(input);
        if (!storage.status(root).orElseThrow(() -> missing(root)).isFolder()) {
            throw new BadInputException(root
                    + ": is a file, expected a folder of class folders; for a list of files use --source manifest");
        }
        Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
        List<Dataset<Row>> levels = new ArrayList<>();
        Runnable cleanUp = () -> levels.forEach(Dataset::unpersist);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        FolderTask task = new FolderTask(storage);
        context.setCallSite("list folders");
        try {
            JavaRDD<Row> folders = context.parallelize(List.of(folder(null, root, SEPARATOR)), 1);
            for (long count = 1; count > 0; ) {
                context.setJobDescription(
                        "prepare: list %,d folders on level %d of %s".formatted(count, levels.size(), root));
                Dataset<Row> level = spark.createDataFrame(folders.flatMap(task::list), ENTRY)
                        .persist(StorageLevel.DISK_ONLY());
                levels.add(level);
                count = count(level, leftOut);
                int tasks = (int) Math.min(count, (long) TASKS_A_CORE * context.defaultParallelism());
                folders = level.filter(is(FOLDER))
                        .repartition(Math.max(1, tasks), functions.col(ListedImages.PATH))
                        .javaRDD();
            }
        } catch (Throwable e) { // Spark throws checked exceptions without saying so
            cleanUp.run();
            throw e;
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
        Dataset<Row> files = levels.stream()
                .map(level -> level.filter(is(FILE)).drop(KIND, ANCESTORS))
                .reduce(Dataset::union)
                .orElseThrow();
        return new ListedImages(files, List.of(), leftOut, cleanUp);
    }

    /** Adds up what a level leaves out, and returns how many folders it holds. */
    private static long count(Dataset<Row> level, Map<LeftOut, Long> leftOut) {
        long folders = 0;
        for (Row kind : level.groupBy(KIND).count().collectAsList()) {
            switch (kind.getString(0)) {
                case FILE -> {}
                case FOLDER -> folders = kind.getLong(1);
                default -> leftOut.merge(LeftOut.of(kind.getString(0)), kind.getLong(1), Long::sum);
            }
        }
        return folders;
    }

    private static Column is(String kind) {
        return functions.col(KIND).equalTo(kind);
    }

    private static Row folder(String label, String path, String ancestors) {
        return RowFactory.create(label, path, 0L, FOLDER, ancestors);
    }

    private static BadInputException missing(String root) {
        return new BadInputException(root + ": no such folder; expected one folder a class in it");
    }

    /**
     * What a task does.
     *
     * @param storage that lists
     */
    private record FolderTask(Storage storage) implements Serializable {

        /** The entries of one folder. */
        Iterator<Row> list(Row folder) throws IOException {
            String label = folder.getString(0);
            String path = folder.getString(1);
            String ancestors = folder.getString(4);
            try {
                String real = storage.realPath(path);
                if (ancestors.contains(SEPARATOR + real + SEPARATOR)) {
                    return List.of(leftOut(label, path, LeftOut.LOOP)).iterator();
                }
                String within = ancestors + real + SEPARATOR;
                return storage.list(path).stream()
                        .map(entry -> entry(label, entry, within))
                        .iterator();
            } catch (FileNotFoundException | NoSuchFileException e) {
                throw new BadInputException(path + ": the folder went away while it was listed; run it again", e);
            }
        }

        private static Row entry(String label, FileStatus entry, String within) {
            if (entry.isFolder()) {
                return ImageNames.isHidden(entry.name())
                        ? leftOut(label, entry.path(), LeftOut.HIDDEN)
                        : folder(label == null ? entry.name() : label, entry.path(), within);
            }
            LeftOut reason = ImageNames.reason(entry.name(), entry.bytes());
            if (reason == null && label == null) {
                reason = LeftOut.NO_CLASS;
            }
            return reason == null
                    ? RowFactory.create(label, entry.path(), entry.bytes(), FILE, null)
                    : leftOut(label, entry.path(), reason);
        }

        private static Row leftOut(String label, String path, LeftOut reason) {
            return RowFactory.create(label, path, 0L, reason.word(), null);
        }
    }
}
