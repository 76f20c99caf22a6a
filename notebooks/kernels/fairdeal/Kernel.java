import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;

/** Starts rapaio-jupyter-kernel 2.3.0 as its own MainApp does, but so that it neither hangs at its start nor later on. */
final class Kernel {

    /** Janino, with which Spark compiles, logs through java.util.logging in a way that breaks it in this kernel. Held: loggers are weak. */
    private static final Logger JANINO = Logger.getLogger("org.codehaus");

    /** What the kernel's channels pause between two looks. */
    private static final long PAUSE_MILLIS = 50;

    public static void main(String... connectionFile) throws Exception {
        JANINO.setLevel(Level.OFF);
        // A failure in the kernel itself, such as an AssertionError of JShell, would only end the thread that answers Jupyter.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        String connection = Files.readString(Path.of(connectionFile[0]));
        Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
        // Jupyter asks until it is answered, and its first question may come before there are handlers.
        field(Channels.class, "handlers").set(channels, Map.of());
        channels.connect(new RapaioKernel());
        for (String channel : List.of("shell", "control", "heartbeat")) {
            keepListening(field(Channels.class, channel).get(channels));
        }
        channels.joinUntilClose();
    }

    /**
     * A thread of a channel ends at once if it comes to ask whether it should run before the one that starts it has said so:
     * every few starts on two processors. Then another one takes its place.
     */
    private static void keepListening(Object channel) throws ReflectiveOperationException, InterruptedException {
        Field listening = field(channel.getClass(), "loopThread");
        LoopThread thread = (LoopThread) listening.get(channel);
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1); // until it sleeps between two looks, or has ended
        }
        if (!thread.isAlive()) {
            Runnable look = (Runnable) field(LoopThread.class, "loopBody").get(thread);
            LoopThread another = new LoopThread(thread.getName(), PAUSE_MILLIS, look);
            field(LoopThread.class, "running").set(another, true);
            listening.set(channel, another);
            another.start();
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
