package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.FeatureSurvey;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the columns of files by reading them, in one Spark job with a task a file. */
final class SchemaInference implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaInference.class);
    private static final int MAX_TASKS = 10_000;
    private static final long SAMPLE_SEED = 0x5eed;

    private final ReadOptions options;

    SchemaInference(ReadOptions options) {
        this.options = options;
    }

    /** The schema of these files; without columns if there is no record in them. */
    StructType infer(JavaSparkContext spark, Configuration configuration, List<ListedFile> files) throws IOException {
        if (options.recordType() == RecordType.BYTE_ARRAY) {
            return withCorruptColumn(
                    new StructType().add(RecordType.BYTE_ARRAY_COLUMN, DataTypes.BinaryType),
                    options.mode() == ParseMode.PERMISSIVE);
        }
        InferredSchema seen =
                options.infersFromFirstFile() ? firstOf(files, configuration) : allOf(files, spark, configuration);
        if (!seen.conflicts().isEmpty()) {
            LOG.warn("Features of several kinds, of which the schema can have one: {}", seen.conflicts());
        }
        return withCorruptColumn(
                seen.toStruct(options.inferBinary()), seen.hasDamage() || !options.infersFromAllRecords());
    }

    private InferredSchema firstOf(List<ListedFile> files, Configuration configuration) throws IOException {
        List<ListedFile> sorted =
                files.stream().sorted(Comparator.comparing(ListedFile::path)).toList();
        InferredSchema seen = new InferredSchema();
        for (int i = 0; i < sorted.size() && seen.isEmpty(); i++) {
            seen.plus(survey(sorted.get(i), configuration));
        }
        return seen;
    }

    private InferredSchema allOf(List<ListedFile> files, JavaSparkContext spark, Configuration configuration)
            throws IOException {
        if (files.isEmpty()) {
            return new InferredSchema();
        }
        Broadcast<SerializableConfiguration> settings = spark.broadcast(new SerializableConfiguration(configuration));
        List<byte[]> listed = new ArrayList<>();
        for (ListedFile file : files) {
            listed.add(JavaBytes.of(file));
        }
        byte[] seen = spark.parallelize(listed, Math.min(files.size(), MAX_TASKS))
                .map(file -> JavaBytes.of(survey(
                        JavaBytes.read(file, ListedFile.class), settings.value().value())))
                .treeReduce((one, other) -> JavaBytes.of(
                        JavaBytes.read(one, InferredSchema.class).plus(JavaBytes.read(other, InferredSchema.class))));
        return JavaBytes.read(seen, InferredSchema.class);
    }

    private InferredSchema survey(ListedFile file, Configuration configuration) throws IOException {
        InferredSchema seen = new InferredSchema();
        try (RecordReader reader = new RecordInput(configuration, options).open(file)) {
            survey(reader, seen, sample(file));
        } catch (FileNotFoundException e) {
            if (!options.ignoresMissingFiles()) {
                throw e;
            }
            LOG.warn("Inference leaves out a file that is not there any more: {}", file.path());
        } catch (IOException | RuntimeException e) {
            if (!options.ignoresCorruptFiles()) {
                throw e;
            }
            LOG.warn("Inference leaves out the rest of a corrupt file: {}", file.path(), e);
        }
        return seen;
    }

    /** By the name of the file, so that a copy of a folder has the same schema. */
    private static SplittableRandom sample(ListedFile file) {
        return new SplittableRandom(
                SAMPLE_SEED ^ new Path(file.path()).getName().hashCode());
    }

    private void survey(RecordReader reader, InferredSchema seen, SplittableRandom sample) throws IOException {
        FeatureSurvey survey = options.recordType() == RecordType.SEQUENCE_EXAMPLE
                ? FeatureSurvey.ofSequenceExamples()
                : FeatureSurvey.ofExamples();
        boolean isThereMore = true;
        while (isThereMore) {
            try {
                // The first record of a file is always looked at: a small sample of small files shall see something.
                if (options.isSampling() && !seen.isEmpty() && sample.nextDouble() >= options.samplingRatio()) {
                    isThereMore = reader.skip(1) == 1;
                } else {
                    isThereMore = reader.next();
                    if (isThereMore) {
                        seen.plus(survey(reader, survey));
                    }
                }
            } catch (DamagedRecordException e) {
                if (options.mode() == ParseMode.FAILFAST) {
                    throw e;
                }
                seen.countDamaged();
                isThereMore = reader.passDamaged();
            }
        }
    }

    /** What one record shows, all or nothing: a damaged one leaves no columns behind. */
    private static InferredSchema survey(RecordReader reader, FeatureSurvey survey) {
        InferredSchema record = new InferredSchema();
        survey.survey(reader, record);
        record.countRecord();
        return record;
    }

    /** As Spark's JSON source: the column is there if there is anything for it, or may be. */
    private StructType withCorruptColumn(StructType struct, boolean isNeeded) {
        return isNeeded && options.mode() == ParseMode.PERMISSIVE
                ? struct.add(options.corruptColumn(), DataTypes.StringType)
                : struct;
    }
}
