package io.github.fairdeal.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which fairdeal this is. */
public final class Software {

    private static final String VERSION = readVersion();

    private Software() {}

    /** The version alone, {@code 1.2.0}. */
    public static String version() {
        return VERSION;
    }

    /** Name and version as manifests carry them, {@code fairdeal 1.2.0}. */
    public static String nameAndVersion() {
        return "fairdeal " + VERSION;
    }

    private static String readVersion() {
        try (InputStream in = Software.class.getResourceAsStream("software.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
