package io.github.fairdeal.job;

import io.github.fairdeal.source.DrawnDigits;
import java.util.Map;

/** Prepares drawn digits in a JVM of its own. Arguments: {@code DATASET COUNT}. */
final class PrepareProgram {

    private PrepareProgram() {}

    public static void main(String... arguments) throws Exception {
        try (Engine engine = Engine.start("prepare in a JVM of its own", Map.of())) {
            engine.prepare()
                    .output(arguments[0])
                    .images(DrawnDigits.of(Long.parseLong(arguments[1])))
                    .execute();
        }
    }
}
