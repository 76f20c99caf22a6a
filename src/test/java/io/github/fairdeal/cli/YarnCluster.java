package io.github.fairdeal.cli;

import io.github.fairdeal.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * YARN on loopback: a ResourceManager and a NodeManager, each a process, with the class path that {@code -Pcluster} has
 * made of {@code target/cluster/hadoop} and Spark's own Hadoop jars. Files are the local disk's.
 */
final class YarnCluster implements AutoCloseable {

    private static final Path LIBRARIES = Launcher.HOME.resolve("target/cluster");

    private static final String LOGGING = "daemons.log4j2.properties";

    private final SparkHome home;
    private final Path folder;
    private final Path conf;
    private final List<Daemon> daemons = new ArrayList<>();

    /**
     * Starts both.
     *
     * @param home gets what Spark needs to submit to YARN
     * @param folder to be made again, for logs, those of containers in {@code logs}
     */
    YarnCluster(SparkHome home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        Storage.local().delete(folder.toString());
        this.conf = Files.createDirectories(folder.resolve("conf"));
        for (Path jar : jars("yarn-client")) {
            home.link(jar);
        }
        write("core-site.xml", Map.of("fs.defaultFS", "file:///"));
        write("yarn-site.xml", site());
        write(
                "capacity-scheduler.xml",
                Map.of(
                        "yarn.scheduler.capacity.root.queues", "default",
                        "yarn.scheduler.capacity.root.default.capacity", "100",
                        "yarn.scheduler.capacity.maximum-am-resource-percent", "0.5"));
        Files.write(
                conf.resolve(LOGGING),
                List.of(
                        "rootLogger.level = info",
                        "rootLogger.appenderRef.console.ref = console",
                        "appender.console.type = Console",
                        "appender.console.name = console",
                        "appender.console.layout.type = PatternLayout"));
        start("resourcemanager", "ResourceManager", "Transitioned to active state");
        start("nodemanager", "NodeManager", "Registered with ResourceManager as");
    }

    /** Runs a command in a deploy mode to its end. */
    Outcome run(Path currentFolder, String deployMode, String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--", "--master", "yarn", "--deploy-mode", deployMode));
        Map<String, String> settings = Map.of(
                "spark.yarn.jars", "local:" + home.jars() + "/*",
                "spark.yarn.maxAppAttempts", "1",
                "spark.executor.instances", "2",
                "spark.executor.memory", "600m",
                "spark.driver.memory", "600m",
                "spark.yarn.stagingDir", folder.resolve("staging").toUri().toString(),
                // Its page would go through a proxy of YARN, whose classes are not here.
                "spark.ui.enabled", "false");
        settings.forEach((name, value) -> arguments.addAll(List.of("--conf", name + "=" + value)));
        return home.launcher(command, currentFolder)
                .with("HADOOP_CONF_DIR", conf.toString())
                .run(arguments.toArray(String[]::new));
    }

    /** Stops both, containers too. Logs stay, local copies of jars go. */
    @Override
    public void close() throws IOException {
        daemons.forEach(Daemon::close);
        for (String copies : List.of("local", "staging", "tmp")) {
            Storage.local().delete(folder.resolve(copies).toString());
        }
    }

    private void start(String name, String main, String ready) throws IOException {
        List<String> classPath = new ArrayList<>(List.of(conf.toString(), home.jars() + "/*"));
        for (Path jar : jars("hadoop")) {
            classPath.add(jar.toString());
        }
        List<String> arguments = List.of(
                "-Xmx400m",
                "-Dlog4j2.configurationFile=" + conf.resolve(LOGGING),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "org.apache.hadoop.yarn.server." + name + "." + main);
        Map<String, String> environment =
                Map.of("HADOOP_CONF_DIR", conf.toString(), "JAVA_HOME", System.getProperty("java.home"));
        daemons.add(Daemon.start(folder.resolve(name + ".log"), environment, arguments)
                .await(ready));
    }

    private Map<String, String> site() throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "hadoop.tmp.dir", folder.resolve("tmp").toString(),
                "yarn.resourcemanager.hostname", "127.0.0.1",
                "yarn.nodemanager.hostname", "127.0.0.1",
                "yarn.nodemanager.log-dirs", folder.resolve("logs").toString(),
                "yarn.nodemanager.local-dirs", folder.resolve("local").toString(),
                "yarn.nodemanager.resource.memory-mb", "4096",
                "yarn.nodemanager.resource.cpu-vcores", "4",
                "yarn.nodemanager.vmem-check-enabled", "false",
                "yarn.scheduler.minimum-allocation-mb", "256",
                // YARN takes a disk that is fuller for sick.
                "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9"));
        for (String service : List.of(
                "resourcemanager.address",
                "resourcemanager.scheduler.address",
                "resourcemanager.resource-tracker.address",
                "resourcemanager.admin.address",
                "resourcemanager.webapp.address",
                "nodemanager.address",
                "nodemanager.localizer.address",
                "nodemanager.webapp.address")) {
            settings.put("yarn." + service, "127.0.0.1:" + Daemon.freePort());
        }
        return settings;
    }

    private void write(String name, Map<String, String> settings) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        settings.forEach((key, value) ->
                xml.append("  <property><name>%s</name><value>%s</value></property>\n".formatted(key, value)));
        Files.writeString(conf.resolve(name), xml.append("</configuration>\n"));
    }

    private static List<Path> jars(String library) throws IOException {
        return FileTree.names(LIBRARIES.resolve(library)).stream()
                .map(LIBRARIES.resolve(library)::resolve)
                .toList();
    }
}
