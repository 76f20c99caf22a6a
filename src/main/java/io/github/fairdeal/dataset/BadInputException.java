package io.github.fairdeal.dataset;

/** What was to be read is missing, damaged or not what it says it is. */
public non-sealed class BadInputException extends FairdealException {

    public BadInputException(String message) {
        this(message, null);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
