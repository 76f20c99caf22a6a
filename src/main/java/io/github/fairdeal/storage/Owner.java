package io.github.fairdeal.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The process that a piece of unfinished work belongs to, so that a later run can tell a dead one from a live one. It is
 * written into the name of the work's folder or marker, where it cannot be half-written.
 *
 * <p>Process ids mean something only where they were given: on one machine, until it is restarted, in one container.
 * Host names do not tell these apart (containers get new ones, or share their machine's), so an owner carries a mark of
 * the place too. What runs elsewhere is judged by its {@link Lease}.
 *
 * @param processId on its machine
 * @param startedAtMillis when that process began, since the epoch of 1970, because process ids come again; 0 if unknown
 * @param place mark of where its process id was given: eight hexadecimal digits
 * @param host name of its machine, for people
 */
public record Owner(long processId, long startedAtMillis, String place, String host) {

    /** How far apart two readings of one process's start may be: Linux derives it from the clock, which gets set. */
    private static final long START_TOLERANCE_MILLIS = 60_000;

    private static final Pattern TAG = Pattern.compile("(\\d+)_(\\d+)_([0-9a-f]{8})_(.+)");

    private static final String HERE = localPlace();

    /** This process. */
    public static Owner current() {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(process.pid(), startedAtMillis(process), HERE, localHost());
    }

    /** The owner that a tag names, if it is one. */
    public static Optional<Owner> ofTag(String tag) {
        Matcher matcher = TAG.matcher(tag);
        return matcher.matches()
                ? Optional.of(new Owner(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        matcher.group(3),
                        matcher.group(4)))
                : Optional.empty();
    }

    /** This owner as part of a file name. */
    public String tag() {
        return processId + "_" + startedAtMillis + "_" + place + "_" + host;
    }

    /** True if its process id was given where this process runs, so that {@link #isDead} knows. */
    public boolean isHere() {
        return place.equals(HERE);
    }

    /** True if the process surely runs no more: it was in this place, and is not there. */
    public boolean isDead() {
        if (!isHere()) {
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

    /** Of the machine's start and the container's process ids where the system tells them, as Linux does, and the host. */
    private static String localPlace() {
        CRC32C mark = new CRC32C();
        String place = localHost() + bootId() + processNamespace();
        mark.update(place.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(mark.getValue());
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
