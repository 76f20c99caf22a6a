package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/**
 * How records are written; docs/datasource.md describes every option.
 *
 * @param codec Hadoop's class or Spark's short name of a compression codec; empty: as Hadoop's settings say
 * @param namesLikeTensorFlow true: {@code part-00000-of-00016.tfrecord} in place of Spark's names
 */
record WriteOptions(RecordType recordType, String codec, boolean namesLikeTensorFlow) implements Serializable {

    /**
     * Reads options.
     *
     * @throws UsageException if a value is not one of those an option takes
     */
    static WriteOptions of(Map<String, String> given) {
        Options options = new Options(given);
        String locality = options.text("writeLocality", "distributed");
        if (locality.equalsIgnoreCase("local")) {
            throw new UsageException(
                    "Option writeLocality: 'local' is not supported: files that every worker keeps on its "
                            + "own disk are lost with it and cannot be committed; write to a file system that all share, or leave "
                            + "the option out");
        }
        if (!locality.equalsIgnoreCase("distributed")) {
            throw Options.unknown("writeLocality", locality, "distributed");
        }
        return new WriteOptions(
                options.choice("recordType", RecordType.EXAMPLE, RecordType.values(), RecordType::word),
                codec(options.text("codec", options.text("compression", ""))),
                isTensorFlow(options.text("shardNaming", "spark")));
    }

    /** TensorFlow's ZLIB is what Hadoop calls deflate; GZIP is gzip to both. */
    private static String codec(String given) {
        boolean isClass = given.indexOf('.') >= 0;
        String name = isClass ? given : given.toLowerCase(Locale.ROOT);
        return name.equals("zlib") ? "deflate" : name;
    }

    private static boolean isTensorFlow(String given) {
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "tensorflow" -> true;
            case "spark" -> false;
            default -> throw Options.unknown("shardNaming", given, "spark, tensorflow");
        };
    }
}
