package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.util.CompressionCodecs;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;

/** Opens the files that tasks write: Spark's names, or TensorFlow's in the same folder. */
final class RecordOutput extends OutputWriterFactory {

    private static final String EXTENSION = ".tfrecord";
    /** The number that Spark gives to the files of one task and folder. */
    private static final Pattern FILE_OF_TASK = Pattern.compile("[-.]c(\\d+)\\.");

    private final WriteOptions options;
    private final Set<String> occupied;

    private RecordOutput(WriteOptions options, Set<String> occupied) {
        this.options = options;
        this.occupied = occupied;
    }

    /**
     * Prepares a job to write rows of this schema.
     *
     * @throws UsageException if the schema or an option does not allow it
     */
    static RecordOutput prepare(Job job, WriteOptions options, StructType schema) {
        RowEncoder.check(options.recordType(), schema);
        Configuration configuration = job.getConfiguration();
        if (!options.codec().isEmpty()) {
            CompressionCodecs.setCodecConfiguration(configuration, codecClass(options.codec(), configuration));
        }
        Set<String> occupied = options.namesLikeTensorFlow()
                ? OccupiedFolders.below(FileOutputFormat.getOutputPath(job), configuration)
                : Set.of();
        return new RecordOutput(options, occupied);
    }

    /** The class of a codec by the names that Spark has for some, or Hadoop for all; null for none. */
    private static String codecClass(String codec, Configuration configuration) {
        Class<?> byHadoop = new CompressionCodecFactory(configuration).getCodecClassByName(codec);
        try {
            String name = CompressionCodecs.getCodecClassName(codec);
            if (name == null || CompressionCodec.class.isAssignableFrom(configuration.getClassByName(name))) {
                return name;
            }
            throw new UsageException("Option codec: %s is no Hadoop codec; expected a class that implements %s"
                    .formatted(name, CompressionCodec.class.getName()));
        } catch (IllegalArgumentException | ClassNotFoundException e) {
            if (byHadoop != null) {
                return byHadoop.getName();
            }
            throw new UsageException("Option codec: " + e.getMessage(), e);
        }
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
        return EXTENSION + CodecStreams.getCompressionExtension(context);
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
        Path file = new Path(path);
        if (options.namesLikeTensorFlow()) {
            OccupiedFolders.requireFree(occupied, file.getParent());
            file = new Path(file.getParent(), tensorFlowName(file.getName(), context));
        }
        return new RecordOutputWriter(
                file.toString(), RowEncoder.of(options.recordType(), schema), stream(file, context));
    }

    /** An unbuffered stream, compressed as the job's settings say: {@code CodecStreams} without the side files. */
    private static OutputStream stream(Path file, TaskAttemptContext context) {
        Configuration configuration = context.getConfiguration();
        try {
            OutputStream out = RawFiles.of(file, configuration).create(file, false);
            try {
                return compressed(out, context);
            } catch (IOException | RuntimeException | Error e) {
                try (out) {
                    throw e;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static OutputStream compressed(OutputStream out, TaskAttemptContext context) throws IOException {
        if (!FileOutputFormat.getCompressOutput(context)) {
            return out;
        }
        Class<? extends CompressionCodec> codec = FileOutputFormat.getOutputCompressorClass(context, GzipCodec.class);
        return ReflectionUtils.newInstance(codec, context.getConfiguration()).createOutputStream(out);
    }

    private String tensorFlowName(String name, TaskAttemptContext context) {
        Matcher numbered = FILE_OF_TASK.matcher(name);
        if (numbered.find() && Integer.parseInt(numbered.group(1)) > 0) {
            throw new UsageException("shardNaming=tensorflow gives one file to a task and folder, but Spark begins "
                    + "another one (" + name + "): leave maxRecordsPerFile out");
        }
        return "part-%05d-of-%05d%s"
                .formatted(TaskContext.getPartitionId(), TaskContext.get().numPartitions(), getFileExtension(context));
    }
}
