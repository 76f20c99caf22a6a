package io.github.fairdeal.read;

/**
 * An image file that cannot be turned into pixels of the expected shape. Does not know whose record it is: the reader
 * adds that and makes a {@link io.github.fairdeal.dataset.BadInputException} of it.
 */
public class UnreadableImageException extends Exception {

    private static final long serialVersionUID = 1;

    private final String hint;

    /**
     * Says what is wrong.
     *
     * @param problem with what was found and what was expected
     * @param hint likely cause, or what to do
     */
    UnreadableImageException(String problem, String hint) {
        this(problem, hint, null);
    }

    UnreadableImageException(String problem, String hint, Throwable cause) {
        super(problem, cause);
        this.hint = hint;
    }

    /** The content contradicts itself. */
    static UnreadableImageException damaged(String problem) {
        return new UnreadableImageException(problem, "damaged on disk, or written by a faulty program?");
    }

    /** The content ends too early. */
    static UnreadableImageException truncated(String problem) {
        return new UnreadableImageException(problem, "truncated while it was written or copied?");
    }

    /** The file's name cannot be one. */
    static UnreadableImageException notAPath(RuntimeException cause) {
        return new UnreadableImageException(
                "Image file's name is not a path or URI: " + cause.getMessage(),
                "record written by other software?",
                cause);
    }

    /** True if the file is at fault; false if it is sound, and of another size than is needed. */
    public boolean isDamage() {
        return true;
    }

    final String hint() {
        return hint;
    }
}
