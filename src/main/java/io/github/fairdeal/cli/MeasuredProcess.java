package io.github.fairdeal.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.fairdeal.dataset.BadInputException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fairdeal command that ran in a process of its own, with this process's Java, options and class path.
 *
 * @param wallSeconds from the start of the process to its end
 * @param cpuSeconds of all its threads, from its start to its end; where the system has no proc(5), to when it said so,
 *     which is before Spark stops
 * @param peakBytes the most memory it held in RAM; 0 where the system does not say
 */
record MeasuredProcess(double wallSeconds, double cpuSeconds, long peakBytes) {

    private static final String COST = "cost: ";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int CHILDREN_USER_TICKS = 13;
    private static final int CHILDREN_SYSTEM_TICKS = 14;
    /** USER_HZ, which Linux keeps at 100 for whoever reads proc(5). */
    private static final double TICKS_A_SECOND = 100;

    /**
     * Runs a command that prints {@link #ownCost()} last.
     *
     * @throws BadInputException if it fails; what it said on standard error was shown
     */
    static MeasuredProcess run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        double childrenBefore = childrenCpuSeconds();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            double wallSeconds = (System.nanoTime() - start) / 1e9;
            if (code != 0) {
                throw new BadInputException("the measured command `fairdeal %s` ended with %d; it says why above"
                        .formatted(String.join(" ", arguments), code));
            }
            String cost = said.lines()
                    .filter(line -> line.startsWith(COST))
                    .findFirst()
                    .orElseThrow()
                    .substring(COST.length());
            int between = cost.indexOf(' ');
            double childrenSeconds = childrenCpuSeconds() - childrenBefore;
            return new MeasuredProcess(
                    wallSeconds,
                    childrenSeconds > 0 ? childrenSeconds : Double.parseDouble(cost.substring(0, between)),
                    Long.parseLong(cost.substring(between + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a measured process ran");
        } finally {
            process.destroy();
        }
    }

    /** What this process has cost until now, for the one that measures it: nobody else knows its memory when it has ended. */
    static String ownCost() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return COST + system.getProcessCpuTime() / 1e9 + " " + highWaterMark();
    }

    /** Of all children that ended, {@code cutime} and {@code cstime} in proc(5); 0 where the system does not say. */
    private static double childrenCpuSeconds() throws IOException {
        if (!Files.exists(STAT)) {
            return 0;
        }
        String stat = Files.readString(STAT);
        // The name of the program comes second, in brackets, and may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_USER_TICKS]) + Long.parseLong(fields[CHILDREN_SYSTEM_TICKS]))
                / TICKS_A_SECOND;
    }

    /** {@code VmHWM}, the high-water mark of the resident set, in proc(5). */
    private static long highWaterMark() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
