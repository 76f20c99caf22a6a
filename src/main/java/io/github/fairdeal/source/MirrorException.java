package io.github.fairdeal.source;

import java.io.IOException;

/** A mirror does not give a file; the message is the reason, half a sentence. */
final class MirrorException extends IOException {

    MirrorException(String reason) {
        super(reason);
    }

    MirrorException(String reason, IOException cause) {
        super(reason, cause);
    }
}
