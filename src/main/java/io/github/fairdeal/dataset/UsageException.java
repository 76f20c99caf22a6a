package io.github.fairdeal.dataset;

/** What was asked for cannot be done as asked: an option, a configuration key, a folder in the way. */
public final class UsageException extends FairdealException {

    public UsageException(String message) {
        this(message, null);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
