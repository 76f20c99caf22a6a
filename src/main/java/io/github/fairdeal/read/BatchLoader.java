package io.github.fairdeal.read;

/** Makes a batch of records one of images. One per thread, which closes it. */
interface BatchLoader extends AutoCloseable {

    /** Says that a batch will be loaded after those that were announced before; its files may be read from now on. */
    default void announce(RecordBatch batch) {}

    /** True if it would help to announce one more batch before the next one is loaded. */
    default boolean wantsMore() {
        return false;
    }

    /**
     * Loads all images of the batch that was announced first.
     *
     * @throws io.github.fairdeal.dataset.BadInputException for the first image that cannot be had, if that is an error
     */
    DecodeThreads.Loaded load(RecordBatch batch);

    @Override
    void close();
}
