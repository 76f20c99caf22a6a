package io.github.fairdeal.tfrecord;

import java.io.IOException;

/**
 * Thrown by a stream whose content cannot be unpacked any further, while what it lies on can be read. {@link
 * RecordReader} turns it into damage of the record that it was reading.
 */
public final class DamagedStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamagedStreamException(Throwable cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }

    /** The same of the record that {@code reader} was looking for. */
    DamagedRecordException at(RecordReader reader) {
        return reader.damaged("Compressed file cannot be read on: " + getMessage(), "truncated or overwritten?")
                .because(getCause());
    }
}
