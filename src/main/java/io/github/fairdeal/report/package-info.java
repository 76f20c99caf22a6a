/**
 * What was found, for people: the bias report as a text table, an order as a picture.
 *
 * <p>Entry types: {@link io.github.fairdeal.report.BiasTable} (a {@code BiasReport} on a terminal) and
 * {@link io.github.fairdeal.report.OrderScatter} (an {@code OrderSample} as PNG). For programs a {@code BiasReport} is
 * written with {@code dataset.Json} as it is. Neighbours: {@code bias} measures, {@code job} and {@code cli} print and
 * store what is made here. The plotting library stays in this package. A picture of 20,000 points takes one to two seconds.
 */
package io.github.fairdeal.report;
