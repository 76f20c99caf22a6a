package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Which folders of a job's output had files before it began: the top, and those of partitions. Names that say nothing of
 * the job, as TensorFlow's do, would take the place of what is there. Known before there are tasks, so that no task takes
 * another one's files for older ones.
 */
final class OccupiedFolders {

    /** What Spark's sources do not see; of a partition's folder the name may begin with an underscore. */
    private static final Pattern HIDDEN = Pattern.compile("(^|/)([.]|_[^=/]*(/|$))");

    private static final String TOP = "";

    private OccupiedFolders() {}

    /**
     * Folders with files, as partitions are called: {@code year=2026/month=1}.
     *
     * @throws UsageException if the top is one of them
     */
    static Set<String> below(Path top, Configuration configuration) {
        Set<String> occupied = new HashSet<>();
        try {
            FileSystem files = top.getFileSystem(configuration);
            if (files.exists(top)) {
                String topPath = files.makeQualified(top).toUri().getPath();
                RemoteIterator<LocatedFileStatus> all = files.listFiles(top, true);
                while (all.hasNext()) {
                    String path = all.next().getPath().toUri().getPath().substring(topPath.length());
                    String name = path.startsWith("/") ? path.substring(1) : path;
                    if (!HIDDEN.matcher(name).find()) {
                        occupied.add(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(top, e.getMessage()), e);
        }
        if (occupied.contains(TOP)) {
            throw beside(top.toString());
        }
        return occupied;
    }

    /**
     * Checks the folder that a task writes to, wherever the job's committer has put it.
     *
     * @throws UsageException if its partition had files
     */
    static void requireFree(Set<String> occupied, Path folder) {
        String partition = TOP;
        for (Path at = folder; at != null && at.getName().indexOf('=') > 0; at = at.getParent()) {
            partition = partition.isEmpty() ? at.getName() : at.getName() + "/" + partition;
        }
        if (occupied.contains(partition)) {
            throw beside("partition " + partition);
        }
    }

    private static UsageException beside(String folder) {
        return new UsageException("shardNaming=tensorflow cannot write beside other files, there are some in " + folder
                + ": use mode overwrite, or another folder");
    }
}
