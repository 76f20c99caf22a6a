package io.github.fairdeal.dataset;

/** An order that was to be even is not. */
public final class BiasedException extends FairdealException {

    public BiasedException(String message) {
        this(message, null);
    }

    public BiasedException(String message, Throwable cause) {
        super(message, cause);
    }
}
