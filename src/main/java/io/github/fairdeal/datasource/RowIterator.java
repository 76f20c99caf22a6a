package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one file, one row object for all of them. What happens to damaged records is for {@link ParseMode}: behind
 * a damaged payload reading goes on with the next record; where the framing itself is damaged nobody knows where the
 * next record begins, and the file ends.
 */
final class RowIterator implements Iterator<InternalRow>, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RowIterator.class);
    /** A file where nothing fits the schema shall not fill the log. */
    private static final int LOGGED_RECORDS = 10;

    private final RecordReader reader;
    private final RowDecoder decoder;
    private final ReadOptions options;
    private InternalRow row;
    private boolean isDone;
    private long damaged;

    RowIterator(RecordReader reader, RowDecoder decoder, ReadOptions options) {
        this.reader = reader;
        this.decoder = decoder;
        this.options = options;
    }

    /**
     * Looks for the next row.
     *
     * @throws DamagedRecordException if a record is damaged and the mode is FAILFAST
     */
    @Override
    public boolean hasNext() {
        try {
            while (row == null && !isDone) {
                advance();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(reader.path(), e.getMessage()), e);
        }
        return row != null;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        InternalRow next = row;
        row = null;
        return next;
    }

    @Override
    public void close() throws IOException {
        if (!isDone && damaged > LOGGED_RECORDS) {
            LOG.warn("{}: {} damaged records in all, the first {} are logged", reader.path(), damaged, LOGGED_RECORDS);
        }
        isDone = true;
        reader.close();
    }

    private void advance() throws IOException {
        try {
            if (isThereAnother()) {
                row = decoder.decode(reader);
            } else {
                close();
            }
        } catch (DamagedRecordException damage) {
            handle(damage);
        }
    }

    private boolean isThereAnother() throws IOException {
        boolean isHeaderEnough = !decoder.needsRecords() && !options.verifyChecksum();
        return isHeaderEnough ? reader.skip(1) == 1 : reader.next();
    }

    private void handle(DamagedRecordException damage) throws IOException {
        if (options.mode() == ParseMode.FAILFAST) {
            throw damage;
        }
        log(damage);
        if (options.mode() == ParseMode.PERMISSIVE) {
            row = decoder.corrupt(reader, damage);
        }
        if (!reader.passDamaged()) {
            close();
        }
    }

    private void log(DamagedRecordException damage) {
        damaged++;
        if (!reader.hasPayload()) {
            LOG.warn("{} The rest of the file is left out.", damage.getMessage());
        } else if (damaged <= LOGGED_RECORDS) {
            LOG.warn("{}", damage.getMessage());
        }
    }
}
