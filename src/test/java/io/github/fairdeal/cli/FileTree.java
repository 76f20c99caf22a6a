package io.github.fairdeal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder, for comparison. */
final class FileTree {

    private FileTree() {}

    /** SHA-256 of every file below a folder by its path there; not of JSON and HTML, which tell the time. */
    static Map<String, String> checksums(Path folder) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        for (Path file : files(folder)) {
            String path = folder.relativize(file).toString();
            if (!path.endsWith(".json") && !path.endsWith(".html")) {
                checksums.put(path, sha256(Files.readAllBytes(file)));
            }
        }
        return checksums;
    }

    /** Files below a folder that are hidden or in a hidden folder. */
    static List<String> hidden(Path folder) throws IOException {
        return files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .filter(path -> path.startsWith(".") || path.contains("/."))
                .toList();
    }

    /** Names of what is in a folder itself, in order. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
