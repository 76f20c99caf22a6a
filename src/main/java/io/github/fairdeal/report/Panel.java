package io.github.fairdeal.report;

import org.jfree.chart.plot.XYPlot;

/**
 * One of the plots of a figure.
 *
 * @param heading above it, empty for none
 * @param plot axes and layers
 */
record Panel(String heading, XYPlot plot) {}
