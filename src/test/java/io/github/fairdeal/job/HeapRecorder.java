package io.github.fairdeal.job;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that any garbage collection since {@link #start} left in use: what was live, and garbage of the old
 * generation that collections of the young one pass over.
 */
final class HeapRecorder implements NotificationListener, AutoCloseable {

    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final List<NotificationEmitter> emitters = new ArrayList<>();
    private long collections;
    private long mostBytes;

    private HeapRecorder() {}

    static HeapRecorder start() {
        HeapRecorder recorder = new HeapRecorder();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            NotificationEmitter emitter = (NotificationEmitter) collector;
            emitter.addNotificationListener(recorder, null, null);
            recorder.emitters.add(emitter);
        }
        return recorder;
    }

    /** For a line of results. */
    synchronized String words() {
        String most = collections == 0
                ? "no collection of garbage"
                : String.format(
                        Locale.ROOT,
                        "heap in use after a collection at most %,d MiB (%,d collections)",
                        mostBytes >> 20,
                        collections);
        return String.format(
                Locale.ROOT, "%s, -Xmx %,d MiB", most, Runtime.getRuntime().maxMemory() >> 20);
    }

    @Override
    public synchronized void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long bytes = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getMemoryUsageAfterGc()
                    .entrySet()
                    .stream()
                    .filter(pool -> heapPools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum();
            collections++;
            mostBytes = Math.max(mostBytes, bytes);
        }
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(this);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
