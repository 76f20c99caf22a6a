package io.github.fairdeal.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a piece of unfinished work belongs to, so that a later run can tell a dead one from a live one. It is
 * written into the name of the work's folder or marker, where it cannot be half-written.
 *
 * @param processId on its machine
 * @param startedAtMillis when that process began, since the epoch of 1970, because process ids come again; 0 if unknown
 * @param host name of its machine
 */
public record Owner(long processId, long startedAtMillis, String host) {

    /** How far apart two readings of one process's start may be: Linux derives it from the clock, which gets set. */
    private static final long START_TOLERANCE_MILLIS = 60_000;

    private static final Pattern TAG = Pattern.compile("(\\d+)_(\\d+)_(.+)");

    /** This process. */
    public static Owner current() {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(process.pid(), startedAtMillis(process), localHost());
    }

    /** The owner that a tag names, if it is one. */
    public static Optional<Owner> ofTag(String tag) {
        Matcher matcher = TAG.matcher(tag);
        return matcher.matches()
                ? Optional.of(
                        new Owner(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** This owner as part of a file name. */
    public String tag() {
        return processId + "_" + startedAtMillis + "_" + host;
    }

    /** True if the process surely runs no more: it was on this machine, and is not there. */
    public boolean isDead() {
        if (!host.equals(localHost())) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(processId).filter(ProcessHandle::isAlive);
        return process.isEmpty() || isAnother(startedAtMillis(process.get()));
    }

    private boolean isAnother(long runningSinceMillis) {
        return startedAtMillis != 0
                && runningSinceMillis != 0
                && Math.abs(runningSinceMillis - startedAtMillis) > START_TOLERANCE_MILLIS;
    }

    @Override
    public String toString() {
        return "process " + processId + " on " + host;
    }

    private static long startedAtMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
