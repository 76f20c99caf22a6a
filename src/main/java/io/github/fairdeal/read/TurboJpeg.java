package io.github.fairdeal.read;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.fairdeal.dataset.ImageShape;
import java.util.Optional;

/**
 * Decodes JPEG files with libjpeg-turbo, where the machine has it (Debian's package {@code libturbojpeg0}), in less than
 * half of the JDK's time. It takes the usual files only, gray and YCbCr in 4:4:4, 4:2:2 and 4:2:0, of which it and the
 * JDK's decoder give the same pixels: machines with and without it read the same epoch alike.
 *
 * <p>The functions are those of the TurboJPEG C API 2.1 ({@code turbojpeg.h}), called through JNA. One decoder holds native
 * memory for one file and one image; not thread-safe.
 */
final class TurboJpeg implements AutoCloseable {

    private static final int PIXELS_RGB = 0;
    private static final int PIXELS_GRAY = 6;
    private static final int SAMPLING_444 = 0;
    private static final int SAMPLING_GRAY = 3; // 1 and 2 are 4:2:2 and 4:2:0
    private static final int COLOURS_YCC = 1;
    private static final int COLOURS_GRAY = 2;
    private static final int FLAG_ACCURATE_TRANSFORM = 4096;
    private static final int FLAG_LIMIT_SCANS = 32_768;

    private static final int FIRST_FILE_BYTES = 1 << 16;
    private static final int FIRST_PIXEL_BYTES = 1 << 18;

    private static final int WIDTH = 0;
    private static final int HEIGHT = 4;
    private static final int SAMPLING = 8;
    private static final int COLOURS = 12;

    /** Set to {@code false}, this system property leaves everything to the JDK's decoder. */
    private static final String SWITCH = "fairdeal.turbojpeg";

    private static final boolean IS_AVAILABLE = !"false".equals(System.getProperty(SWITCH)) && bind();

    private final Pointer handle = Library.tjInitDecompress();
    private final Memory header = new Memory(16);
    private Memory file = new Memory(FIRST_FILE_BYTES);
    private Memory pixels = new Memory(FIRST_PIXEL_BYTES);

    private TurboJpeg() {}

    /** True where libjpeg-turbo is installed and not switched off. */
    static boolean isAvailable() {
        return IS_AVAILABLE;
    }

    /** A decoder; empty where there is none to be had. */
    static Optional<TurboJpeg> open() {
        return IS_AVAILABLE ? Optional.of(new TurboJpeg()) : Optional.empty();
    }

    /**
     * Decodes one file of {@code shape.height()} by {@code shape.width()} pixels to 1 or 3 channels.
     *
     * @return false, without having written anything, if the file is not one that this decoder takes
     * @throws UnreadableImageException if it is damaged
     */
    boolean decode(byte[] source, int length, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        file = atLeast(file, length);
        file.write(0, source, 0, length);
        NativeLong size = new NativeLong(length);
        if (!isTaken(size, shape)) {
            return false;
        }
        pixels = atLeast(pixels, shape.bytes());
        int failed = Library.tjDecompress2(
                handle,
                file,
                size,
                pixels,
                shape.width(),
                shape.width() * shape.channels(),
                shape.height(),
                shape.channels() == 1 ? PIXELS_GRAY : PIXELS_RGB,
                FLAG_ACCURATE_TRANSFORM | FLAG_LIMIT_SCANS);
        if (failed != 0) {
            throw UnreadableImageException.damaged("JPEG is damaged: " + Library.tjGetErrorStr2(handle));
        }
        pixels.read(0, target, targetOffset, shape.bytes());
        return true;
    }

    /** Gives up the native memory that an unusually large image has taken. */
    void release() {
        pixels = replaced(pixels, FIRST_PIXEL_BYTES);
        file = replaced(file, FIRST_FILE_BYTES);
    }

    @Override
    public void close() {
        Library.tjDestroy(handle);
        header.close();
        file.close();
        pixels.close();
    }

    private boolean isTaken(NativeLong size, ImageShape shape) {
        int failed = Library.tjDecompressHeader3(
                handle,
                file,
                size,
                header.share(WIDTH),
                header.share(HEIGHT),
                header.share(SAMPLING),
                header.share(COLOURS));
        int sampling = header.getInt(SAMPLING);
        int colours = header.getInt(COLOURS);
        return failed == 0
                && header.getInt(WIDTH) == shape.width()
                && header.getInt(HEIGHT) == shape.height()
                && sampling >= SAMPLING_444
                && sampling <= SAMPLING_GRAY
                && (colours == COLOURS_YCC || colours == COLOURS_GRAY)
                && (shape.channels() == 1 || shape.channels() == 3);
    }

    private static Memory atLeast(Memory memory, int bytes) {
        if (memory.size() >= bytes) {
            return memory;
        }
        return replaced(memory, bytes);
    }

    private static Memory replaced(Memory memory, int bytes) {
        Memory other = new Memory(bytes); // first, since this one is needed again if there is no memory
        memory.close();
        return other;
    }

    @SuppressWarnings(
            "CatchThrowable") // whatever JNA misses (the library, a function, a folder to unpack into), the JDK decodes
    private static boolean bind() {
        try {
            NativeLibrary library = NativeLibrary.getInstance("turbojpeg");
            Native.register(Library.class, library);
            return true;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    /** The C functions, under their own names. */
    private static final class Library {

        private Library() {}

        static native Pointer tjInitDecompress();

        static native int tjDecompressHeader3(
                Pointer handle,
                Pointer file,
                NativeLong bytes,
                Pointer width,
                Pointer height,
                Pointer sampling,
                Pointer colours);

        static native int tjDecompress2(
                Pointer handle,
                Pointer file,
                NativeLong bytes,
                Pointer pixels,
                int width,
                int pitch,
                int height,
                int format,
                int flags);

        static native String tjGetErrorStr2(Pointer handle);

        static native int tjDestroy(Pointer handle);
    }
}
