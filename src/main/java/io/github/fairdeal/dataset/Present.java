package io.github.fairdeal.dataset;

/** What a manifest may not leave out. */
final class Present {

    private Present() {}

    /**
     * Checks that a component is there.
     *
     * @throws IllegalArgumentException if it is null
     */
    static void require(String component, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(component + " is missing");
        }
    }
}
