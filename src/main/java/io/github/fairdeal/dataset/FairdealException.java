package io.github.fairdeal.dataset;

/**
 * Something the operator can act on. The message is one line: what is wrong, where, what was expected and found, what
 * to do. Each kind has an exit code of its own, given in one place, {@code io.github.fairdeal.cli}.
 */
public abstract sealed class FairdealException extends RuntimeException
        permits BadInputException,
                BiasedException,
                PublishConflictException,
                PublishStateUnknownException,
                UsageException {

    FairdealException(String message, Throwable cause) {
        super(message, cause);
    }
}
