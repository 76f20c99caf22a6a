package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What is said of damaged records; no Spark. */
final class RowIteratorTest {

    @Test
    void damagedRecords_areLoggedUpToTenAndThenCounted() throws IOException {
        byte[] misfit = example(Map.of("id", strings("no number")));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RecordWriter writer = new RecordWriter(file)) {
            for (int i = 0; i < 25; i++) {
                writer.write(misfit, 0, misfit.length);
            }
        }

        List<String> log = logOf(() -> read(file.toByteArray()));

        assertThat(log).hasSize(11);
        assertThat(log.get(9)).contains("record 9)");
        assertThat(log.get(10)).contains("file: 25 damaged records in all");
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void read(byte[] file) throws IOException {
        ReadOptions options = ReadOptions.of(Map.of("mode", "DROPMALFORMED"), key -> "false");
        StructType schema = StructType.fromDDL("id bigint");
        RecordReader reader = new RecordReader(new ByteArrayInputStream(file), "file", file.length);
        try (RowIterator rows = new RowIterator(reader, new RowDecoder(schema, schema, options), options)) {
            assertThat(rows.hasNext()).isFalse();
        }
    }

    private static List<String> logOf(Action action) throws IOException {
        List<String> lines = new ArrayList<>();
        AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        Logger logger = (Logger) LogManager.getLogger(RowIterator.class);
        Level level = logger.getLevel();
        logger.addAppender(appender);
        logger.setLevel(Level.WARN);
        try {
            action.run();
        } finally {
            logger.removeAppender(appender);
            logger.setLevel(level);
        }
        return lines;
    }
}
