/**
 * What was found, for people: the bias report as a text table or an HTML page, orders and their statistics as pictures.
 *
 * <p>Entry types: {@link io.github.fairdeal.report.BiasTable} (a {@code BiasReport} on a terminal),
 * {@link io.github.fairdeal.report.HtmlReport} and {@link io.github.fairdeal.report.ComparisonReport} (pages with their
 * figures, as bytes), {@link io.github.fairdeal.report.OrderScatter} (one order as a {@link
 * io.github.fairdeal.report.Figure}). For programs a {@code BiasReport} or {@link io.github.fairdeal.report.Comparison} is
 * written with {@code dataset.Json} as it is. Neighbours: {@code bias} measures, {@code job} and {@code cli} print and
 * store what is made here; nothing here does I/O.
 *
 * <p>Inside, a figure is panels, a panel is JFreeChart's axes with layers drawn over them, and the same drawing goes to
 * Java's raster or, through Batik, to SVG. The plotting libraries stay in this package. A figure takes tenths of a second, a
 * page of 10,000 shards a second and two megabytes.
 */
package io.github.fairdeal.report;
