package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.FairdealException;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.PublishStateUnknownException;
import io.github.fairdeal.dataset.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the process returns: the ladder, in one place. */
public enum ExitCode {
    DONE(0, "done"),
    INTERNAL_ERROR(1, "internal error"),
    USAGE(2, "usage or configuration"),
    BAD_INPUT(3, "bad input data"),
    PUBLISH_CONFLICT(4, "publish conflict: the place is taken by other content"),
    PUBLISH_STATE_UNKNOWN(5, "publish state unknown: look before running again"),
    BIASED(6, "biased");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** The code of what went wrong. */
    static ExitCode of(Throwable failure) {
        if (!(failure instanceof FairdealException known)) {
            return INTERNAL_ERROR;
        }
        if (known instanceof UsageException) {
            return USAGE;
        } else if (known instanceof BadInputException) {
            return BAD_INPUT;
        } else if (known instanceof PublishConflictException) {
            return PUBLISH_CONFLICT;
        } else if (known instanceof PublishStateUnknownException) {
            return PUBLISH_STATE_UNKNOWN;
        } else if (known instanceof BiasedException) {
            return BIASED;
        }
        throw new IllegalStateException("no exit code for " + known.getClass());
    }

    /** What help shows: code to meaning, ascending. */
    static Map<String, String> help() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            lines.put("" + exit.code, exit.meaning);
        }
        return lines;
    }
}
