package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.floats;
import static io.github.fairdeal.datasource.Messages.int64s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.job.SeparateSpark;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose data goes through Kryo, as many clusters have it; the tests' shared one has Java's serializer. */
final class KryoSparkTest extends SparkSourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void sessionWithKryo_infersReadsAndWrites(String requiresRegistration) throws Exception {
        write("in/a", example(Map.of("id", int64s(1))));
        write("in/b", example(Map.of("id", int64s(2), "share", floats(0.5f))));
        Map<String, String> settings = Map.of(
                "spark.serializer",
                "org.apache.spark.serializer.KryoSerializer",
                "spark.kryo.registrationRequired",
                requiresRegistration);

        try (SeparateSpark spark = SeparateSpark.start(KryoProgram.class, folder, settings, path("in"), path("out"))) {
            assertThat(spark.lastLine()).isEqualTo("id BIGINT,share FLOAT: 2");
        }
    }
}
