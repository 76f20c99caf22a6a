package io.github.fairdeal.dataset;

/** Publishing failed in a way that leaves open whether it happened; nothing was deleted. */
public final class PublishStateUnknownException extends FairdealException {

    public PublishStateUnknownException(String message) {
        this(message, null);
    }

    public PublishStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
