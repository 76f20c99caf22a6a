import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;

/** Starts rapaio-jupyter-kernel 2.3.0 as its own MainApp does, but so that it neither hangs at its start nor later on. */
final class Kernel {

    /** Janino, with which Spark compiles, logs through java.util.logging in a way that breaks it in this kernel. Held: loggers are weak. */
    private static final Logger JANINO = Logger.getLogger("org.codehaus");

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
        Field handlers = Channels.class.getDeclaredField("handlers");
        handlers.setAccessible(true);
        handlers.set(channels, Map.of());
        channels.connect(new RapaioKernel());
        channels.joinUntilClose();
    }
}
