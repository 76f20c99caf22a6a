package io.github.fairdeal.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@code SPARK_HOME} of links to Spark's jars from the build, without fairdeal's own libraries, which must arrive by
 * themselves.
 *
 * @param folder with {@code jars} and {@code conf}
 */
record SparkHome(Path folder) {

    /** Makes one in {@code folder/spark}. */
    static SparkHome in(Path folder) throws IOException {
        SparkHome home = new SparkHome(folder.resolve("spark"));
        Files.createDirectories(home.jars());
        Files.createDirectories(home.conf());
        Set<String> ours = new HashSet<>(List.of(classPath("submit")));
        for (String jar : classPath("embedded")) {
            if (!ours.contains(jar)) {
                home.link(Path.of(jar));
            }
        }
        return home;
    }

    /**
     * Adds {@code bin/spark-submit}, which does as Spark's own and its bin/spark-class do: the launcher prints the command
     * to run, NUL-separated.
     */
    SparkHome withScript() throws IOException {
        Launcher.script(
                folder.resolve("bin/spark-submit"),
                "#!/usr/bin/env bash",
                "command=()",
                "while IFS= read -r -d '' word; do command+=(\"$word\"); done < <(\"${JAVA_HOME:+$JAVA_HOME/bin/}java\" \\",
                "  -cp \"$SPARK_HOME/jars/*\" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit \"$@\")",
                "exec \"${command[1]:1}\" \"${command[@]:2}\"");
        return this;
    }

    /** Adds a jar. */
    void link(Path jar) throws IOException {
        Files.createSymbolicLink(jars().resolve(jar.getFileName()), jar);
    }

    Path jars() {
        return folder.resolve("jars");
    }

    Path conf() {
        return folder.resolve("conf");
    }

    /** What Spark's processes run with. */
    String classPath() {
        return conf() + File.pathSeparator + jars() + "/*";
    }

    /** For Spark's processes and for those who submit to them. */
    Map<String, String> environment() {
        return new TreeMap<>(
                Map.of("SPARK_HOME", folder.toString(), "SPARK_LOCAL_IP", "127.0.0.1", "SPARK_SCALA_VERSION", "2.12"));
    }

    /** A script of {@code jobs/}, to be run in a folder and to submit to this Spark. */
    Launcher launcher(String command, Path currentFolder) {
        Launcher launcher = Launcher.of(Launcher.HOME.resolve("jobs").resolve(command), currentFolder)
                .with("FAIRDEAL_BUILD", "never")
                .with("FAIRDEAL_HEAP", "1g");
        environment().forEach(launcher::with);
        return launcher;
    }

    private static String[] classPath(String name) throws IOException {
        return Files.readString(Launcher.HOME.resolve("target/" + name + ".classpath"))
                .split(File.pathSeparator);
    }
}
