package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.BadInputException;

/** A record that cannot be trusted, with the place where it begins. */
public final class DamagedRecordException extends BadInputException {

    private final String problem;
    private final String hint;
    private final String path;
    private final long offset;
    private final long record;

    public DamagedRecordException(String problem, String path, long offset, long record, String hint) {
        this(problem, path, offset, record, hint, null);
    }

    private DamagedRecordException(
            String problem, String path, long offset, long record, String hint, Throwable cause) {
        super("%s (%s, offset %d, record %d); %s".formatted(problem, path, offset, record, hint), cause);
        this.problem = problem;
        this.hint = hint;
        this.path = path;
        this.offset = offset;
        this.record = record;
    }

    /** The same damage, of a record that was copied, where it was copied from. */
    public DamagedRecordException at(String originalPath, long originalOffset, long originalRecord) {
        return new DamagedRecordException(problem, originalPath, originalOffset, originalRecord, hint, getCause());
    }

    /** The same damage with what it was found by. */
    DamagedRecordException because(Throwable cause) {
        return new DamagedRecordException(problem, path, offset, record, hint, cause);
    }

    /** The file. */
    public String path() {
        return path;
    }

    /** Byte offset of the record's frame in the file. */
    public long offset() {
        return offset;
    }

    /** Number of the record in the file, from 0. */
    public long record() {
        return record;
    }
}
