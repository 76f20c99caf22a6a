package io.github.fairdeal.job;

import org.apache.spark.SparkUserAppException;

/** The end of a process whose main class runs commands, so that whoever started it learns the exit code. */
public final class DriverExit {

    private DriverExit() {}

    /**
     * Ends the process. YARN's ApplicationMaster runs a driver's main method itself, in cluster mode, and takes any
     * {@link System#exit} for a failure, one with 0 too: there this method returns if the code is 0, and otherwise throws
     * what tells YARN the code.
     *
     * @throws Exception Spark's own, to be passed on
     */
    public static void with(int exitCode) throws Exception {
        if (!isInApplicationMaster()) {
            System.exit(exitCode);
        }
        if (exitCode != 0) {
            throw Yarn.failure(exitCode);
        }
    }

    /** Loaded where Spark is; help and version are shown without. */
    private static final class Yarn {

        static Exception failure(int exitCode) {
            return new SparkUserAppException(exitCode);
        }
    }

    /** The ApplicationMaster sets these before it calls main; so does nobody else. */
    private static boolean isInApplicationMaster() {
        return "yarn".equals(System.getProperty("spark.master"))
                && "cluster".equals(System.getProperty("spark.submit.deployMode"));
    }
}
