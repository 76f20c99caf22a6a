package io.github.fairdeal.cli;

import io.github.fairdeal.job.Signal;
import io.github.fairdeal.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * HDFS on loopback: a name node and two data nodes, each a process, with the class path that {@code -Pcluster} has made of
 * {@code target/cluster/hadoop} and Spark's own Hadoop jars.
 */
final class HdfsCluster implements AutoCloseable {

    private static final Path LIBRARIES = Launcher.HOME.resolve("target/cluster/hadoop");
    private static final int DATA_NODES = 2;

    /** What a data node logs of a block when it begins to receive it, and when it has all of it. */
    private static final Pattern RECEIVING = Pattern.compile("Receiving \\S+:(blk_\\d+)");

    private static final Pattern RECEIVED = Pattern.compile("PacketResponder: \\S+:(blk_\\d+)\\S* .*terminating");

    private final SparkHome home;
    private final Path folder;
    private final String uri;
    private final List<Daemon> daemons = new ArrayList<>();
    private final List<Daemon> dataNodes = new ArrayList<>();

    /**
     * Formats and starts it.
     *
     * @param folder to be made again, for data and logs
     */
    HdfsCluster(SparkHome home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        this.uri = "hdfs://127.0.0.1:" + Daemon.freePort();
        Storage.local().delete(folder.toString());
        Path nameNode = configure("namenode");
        start("format", nameNode, "namenode.NameNode", "-format")
                .await("SHUTDOWN_MSG")
                .close();
        daemons.add(start("namenode", nameNode, "namenode.NameNode").await("IPC Server Responder: starting"));
        for (int i = 0; i < DATA_NODES; i++) {
            Daemon dataNode = start("datanode-" + i, configure("datanode-" + i), "datanode.DataNode");
            daemons.add(dataNode);
            dataNodes.add(dataNode.await("Successfully sent block report"));
        }
    }

    /** The path of something in it, as {@code hdfs://} URI. */
    String path(String name) {
        return uri + "/" + name;
    }

    /** As {@code kill -9}, if it receives a block at this moment; else it goes on. */
    boolean killDataNodeIfItWrites() throws IOException {
        Daemon dataNode = dataNodes.get(0);
        dataNode.signal(Signal.STOP);
        Set<String> blocks = dataNode.matches(RECEIVING);
        blocks.removeAll(dataNode.matches(RECEIVED));
        if (blocks.isEmpty()) {
            dataNode.signal(Signal.CONT);
            return false;
        }
        dataNodes.remove(0).kill();
        return true;
    }

    @Override
    public void close() throws IOException {
        daemons.forEach(Daemon::close);
        Storage.local().delete(folder.resolve("data").toString());
    }

    private Path configure(String node) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.defaultFS", uri);
        settings.put("hadoop.tmp.dir", folder.resolve("data/tmp").toString());
        settings.put(
                "dfs.namenode.name.dir", folder.resolve("data/namenode").toUri().toString());
        settings.put(
                "dfs.datanode.data.dir", folder.resolve("data/" + node).toUri().toString());
        for (String service : List.of("namenode.http-address", "datanode.address", "datanode.http.address")) {
            settings.put("dfs." + service, "127.0.0.1:0");
        }
        settings.put("dfs.datanode.ipc.address", "127.0.0.1:0");
        Path conf = Files.createDirectories(folder.resolve("conf/" + node));
        StringBuilder xml = new StringBuilder("<configuration>\n");
        settings.forEach((key, value) ->
                xml.append("  <property><name>%s</name><value>%s</value></property>\n".formatted(key, value)));
        Files.writeString(conf.resolve("hdfs-site.xml"), xml.append("</configuration>\n"));
        Files.writeString(conf.resolve("core-site.xml"), xml);
        Files.writeString(
                conf.resolve("log4j2.properties"),
                """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %p %c{1}: %m%n
                """);
        return conf;
    }

    private Daemon start(String name, Path conf, String main, String... options) throws IOException {
        List<String> classPath = new ArrayList<>(List.of(conf.toString(), home.jars() + "/*", LIBRARIES + "/*"));
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "org.apache.hadoop.hdfs.server." + main));
        arguments.addAll(List.of(options));
        return Daemon.start(folder.resolve(name + ".log"), Map.of(), arguments);
    }
}
