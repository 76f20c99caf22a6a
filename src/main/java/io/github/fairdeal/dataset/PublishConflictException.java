package io.github.fairdeal.dataset;

/** The place to publish to is taken by other content. */
public final class PublishConflictException extends FairdealException {

    public PublishConflictException(String message) {
        this(message, null);
    }

    public PublishConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
