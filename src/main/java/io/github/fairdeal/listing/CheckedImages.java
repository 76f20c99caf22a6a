package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.read.ImageFile;
import io.github.fairdeal.read.ImageHeader;
import io.github.fairdeal.read.UnreadableImageException;
import io.github.fairdeal.source.LeftOut;
import io.github.fairdeal.source.RejectionLimit;
import io.github.fairdeal.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;

/** A listing whose files have been looked into, by tasks: what each of them is, or what is wrong with it. */
public final class CheckedImages implements AutoCloseable {

    private static final String PROBLEM = "_problem";
    private static final String HEIGHT = "_height";
    private static final String WIDTH = "_width";
    private static final int TASKS_A_CORE = 8;
    private static final int NAMED = 3;

    /** What the system says of names that are no file's. */
    private static final List<String> LASTING =
            List.of("Is a directory", "Not a directory", "File name too long", "Too many levels of symbolic links");

    private final ListedImages listed;
    private final Dataset<Row> checked;
    private final long files;
    private final long rejected;

    private CheckedImages(ListedImages listed, Dataset<Row> checked, long files, long rejected) {
        this.listed = listed;
        this.checked = checked;
        this.files = files;
        this.rejected = rejected;
    }

    /** A line of {@code rejected.jsonl}. */
    private record Rejected(String path, Object label, String reason) {}

    /**
     * Looks into all files.
     *
     * @param counter told of each in the tasks that look; goes to them
     */
    public static <C extends LongConsumer & Serializable> CheckedImages of(
            SparkSession spark, Storage storage, ListedImages listed, CheckMode mode, C counter) {
        StructType schema = listed.rows()
                .schema()
                .add(PROBLEM, DataTypes.StringType)
                .add(HEIGHT, DataTypes.IntegerType)
                .add(WIDTH, DataTypes.IntegerType);
        int path = schema.fieldIndex(ListedImages.PATH);
        // A folder was listed by one task; by their paths, its files are dealt out to all.
        int tasks = TASKS_A_CORE * spark.sparkContext().defaultParallelism();
        Dataset<Row> checked = spark.createDataFrame(
                        listed.rows()
                                .repartition(tasks, functions.col(ListedImages.PATH))
                                .javaRDD()
                                .mapPartitions(rows -> new Looking(rows, path, mode, storage, counter)),
                        schema)
                .persist(StorageLevel.DISK_ONLY());
        try {
            Row counts = checked.agg(functions.count(functions.lit(1)), functions.count(functions.col(PROBLEM)))
                    .first();
            return new CheckedImages(listed, checked, counts.getLong(0), counts.getLong(1));
        } catch (Throwable e) { // Spark's checked exceptions come undeclared
            checked.unpersist();
            throw e;
        }
    }

    /**
     * The images that are sound.
     *
     * @throws BadInputException if more are not than may be
     */
    public ListedImages good(RejectionLimit limit) {
        if (!limit.admits(rejected, files)) {
            List<String> named = new ArrayList<>();
            for (Row row : rejects()
                    .orderBy(ListedImages.LABEL, ListedImages.PATH)
                    .limit(NAMED)
                    .collectAsList()) {
                named.add(row.getString(0) + " (" + row.getString(2) + ")");
            }
            throw new BadInputException(
                    "%,d of %,d image files are damaged, more than --max-rejected %s: %s%s; mend them, or allow more, and all are listed in rejected.jsonl"
                            .formatted(
                                    rejected,
                                    files,
                                    limit.text(),
                                    String.join(", ", named),
                                    rejected > named.size() ? ", …" : ""));
        }
        Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
        leftOut.putAll(listed.leftOut());
        if (rejected > 0) {
            leftOut.put(LeftOut.REJECTED, rejected);
        }
        return listed.with(checked.filter(functions.col(PROBLEM).isNull()), leftOut);
    }

    /** Sound images of another height or width. */
    public long otherSizes(ImageShape shape) {
        Column differs = functions
                .col(HEIGHT)
                .notEqual(shape.height())
                .or(functions.col(WIDTH).notEqual(shape.width()));
        return checked.filter(functions.col(PROBLEM).isNull().and(differs)).count();
    }

    /** Writes {@code rejected.jsonl} into the dataset's folder if there is anything to write, by label and path. */
    public void writeRejected(Storage storage, String folder) {
        if (rejected > 0) {
            RejectsTask task = new RejectsTask(storage, Storage.child(folder, DatasetManifest.REJECTED_FILE));
            rejects()
                    .repartition(1)
                    .sortWithinPartitions(ListedImages.LABEL, ListedImages.PATH)
                    .javaRDD()
                    .foreachPartition(task::write);
        }
    }

    @Override
    public void close() {
        checked.unpersist();
    }

    private Dataset<Row> rejects() {
        return checked.filter(functions.col(PROBLEM).isNotNull())
                .select(ListedImages.PATH, ListedImages.LABEL, PROBLEM);
    }

    /** Writes the list in one task, row by row, under a name of its own until it is whole. */
    private record RejectsTask(Storage storage, String path) implements Serializable {

        void write(Iterator<Row> rows) throws IOException {
            int slash = path.lastIndexOf('/') + 1;
            String attempt = "%s.%s.attempt-%d"
                    .formatted(
                            path.substring(0, slash),
                            path.substring(slash),
                            TaskContext.get().taskAttemptId());
            try {
                storage.delete(attempt);
                try (OutputStream out = new BufferedOutputStream(storage.create(attempt))) {
                    while (rows.hasNext()) {
                        Row row = rows.next();
                        String line = Json.line(new Rejected(row.getString(0), row.get(1), row.getString(2)));
                        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
                storage.replaceSame(attempt, path);
            } finally {
                storage.delete(attempt);
            }
        }
    }

    /** Adds what a file is, or what is wrong with it, row by row. */
    private static final class Looking implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final int path;
        private final CheckMode mode;
        private final LongConsumer counter;
        private final ImageFile file;

        Looking(Iterator<Row> rows, int path, CheckMode mode, Storage storage, LongConsumer counter) {
            this.rows = rows;
            this.path = path;
            this.mode = mode;
            this.counter = counter;
            this.file = new ImageFile(storage);
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> file.close());
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            Row row = rows.next();
            Object[] values = new Object[row.size() + 3];
            for (int i = 0; i < row.size(); i++) {
                values[i] = row.get(i);
            }
            try {
                ImageHeader header =
                        mode == CheckMode.HEADER ? file.header(row.getString(path)) : file.check(row.getString(path));
                values[row.size() + 1] = header.shape().height();
                values[row.size() + 2] = header.shape().width();
            } catch (UnreadableImageException e) {
                if (e.getCause() instanceof IOException failure && mayPass(failure)) {
                    throw new UncheckedIOException(row.getString(path) + ": " + e.getMessage(), failure);
                }
                values[row.size()] = e.getMessage();
            }
            counter.accept(1);
            return RowFactory.create(values);
        }

        /** True for what may be gone when Spark tries the task again, and says nothing about the file. */
        private static boolean mayPass(IOException failure) {
            boolean isLasting = failure instanceof NoSuchFileException
                    || failure instanceof FileNotFoundException
                    || failure instanceof EOFException
                    || failure instanceof AccessDeniedException
                    || failure.getClass().getSimpleName().equals("AccessControlException") // Hadoop's
                    || LASTING.stream().anyMatch(words -> String.valueOf(failure.getMessage())
                            .contains(words));
            return !isLasting;
        }
    }
}
