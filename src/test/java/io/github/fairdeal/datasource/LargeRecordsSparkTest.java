package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records above 100 MB, and a file whose offsets no int holds. */
final class LargeRecordsSparkTest extends SparkSourceTest {

    private static final int LARGE = 120_000_000;

    @Test
    void recordAbove100Megabytes_isWrittenAndRead() {
        spark().range(0, 1, 1, 1)
                .selectExpr("id", "encode(repeat('0123456789', " + LARGE / 10 + "), 'UTF-8') AS raw", "7 AS last")
                .write()
                .format("tfrecord")
                .save(path("out"));

        Dataset<Row> rows = spark().read()
                .format("tfrecord")
                .schema("id bigint, raw binary, last int")
                .load(path("out"));

        assertThat(rows.selectExpr("id", "length(raw)", "substring(raw, " + (LARGE - 3) + ")", "last")
                        .toJSON()
                        .first())
                .isEqualTo("{\"id\":0,\"length(raw)\":120000000,\"substring(raw, 119999997, 2147483647)\":"
                        + "\"Njc4OQ==\",\"last\":7}");
        assertThat(rows.select("last").first()).isEqualTo(row(7));
    }

    @Test
    @Tag("slow")
    void fileAbove2Gigabytes_isReadToItsEnd_andDamageIsFoundThere() throws IOException {
        byte[] payload = new byte[100 << 20];
        Path file = folder.resolve("large.tfrecord");
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
            for (int i = 0; i < 22; i++) {
                ByteBuffer.wrap(payload).putInt(i);
                writer.write(payload, 0, payload.length);
            }
        }
        assertThat(Files.size(file)).isGreaterThan(Integer.MAX_VALUE);
        assertThat(payloadsOf(file)
                        .selectExpr("count(*)", "sum(length(byteArray))", "max(hex(substring(byteArray, 1, 4)))")
                        .first())
                .isEqualTo(row(22L, 22L * payload.length, "00000015"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), Files.size(file) - 100);
        }
        assertThatThrownBy(() -> payloadsOf(file).count())
                .hasStackTraceContaining("offset " + 21L * (payload.length + 16) + ", record 21)");
    }

    private Dataset<Row> payloadsOf(Path file) {
        return spark().read()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .load(file.toString());
    }
}
