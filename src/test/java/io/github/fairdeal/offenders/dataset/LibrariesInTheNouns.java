package io.github.fairdeal.offenders.dataset;

import com.google.protobuf.ByteString;
import com.sun.jna.Memory;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.hadoop.conf.Configuration;
import org.jfree.chart.JFreeChart;
import org.tensorflow.Graph;
import picocli.CommandLine;

/** Breaks every library's fence but Spark's. */
public final class LibrariesInTheNouns {

    ByteString protobuf;
    Configuration hadoop;
    Graph tensorFlow;
    NormalDistribution statistics;
    JFreeChart chart;
    CommandLine commandLine;
    Memory nativeMemory;

    void copyImage(File from, File to) throws IOException {
        BufferedImage image = ImageIO.read(from);
        ImageIO.write(image, "png", to);
    }
}
