package io.github.fairdeal.datasource;

/** The same source by the name {@code tfrecords}, which spark-tensorflow-connector had. */
public final class TfRecordsFileFormat extends TfRecordFileFormat {

    /** Made by Spark, which looks for a constructor without arguments. */
    public TfRecordsFileFormat() {}

    @Override
    public String shortName() {
        return "tfrecords";
    }
}
