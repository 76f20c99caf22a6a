package io.github.fairdeal.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file that is open only while it is read, so that who reads from thousands of files holds none of them. */
record ReopenedFile(String name, Path path) implements PositionedFile {

    /** Looks whether it can be opened. */
    static ReopenedFile of(String name, Path path) throws IOException {
        ReopenedFile file = new ReopenedFile(name, path);
        file.open().close();
        return file;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
        try (PositionedChannel file = open()) {
            file.readFully(position, target, offset, length);
        }
    }

    @Override
    public void readAll(Ranges ranges, byte[] target) throws IOException {
        try (PositionedChannel file = open()) {
            file.readAll(ranges, target);
        }
    }

    @Override
    public void close() {
        // it is closed
    }

    private PositionedChannel open() throws IOException {
        try {
            return new PositionedChannel(name, FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw LocalFiles.missing(name, e);
        }
    }
}
