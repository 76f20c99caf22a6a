package io.github.fairdeal.offenders.job;

import org.apache.hadoop.fs.FileSystem;

/** Breaks Hadoop's fence: files are storage's business. */
public final class HadoopFilesInAJob {

    FileSystem files;
}
