/**
 * The command line: sub-commands in the order of the flow, their options, the configuration file, and what an operator
 * sees when something is wrong.
 *
 * <p>Entry types: {@link io.github.fairdeal.cli.Main} and {@link io.github.fairdeal.cli.ExitCode}. A command turns
 * words into types, calls one action of {@code job}, and prints its result: to standard output for results, to standard
 * error for the rest. Nothing here knows Spark, so that {@code --help} does not start it. picocli is used in this
 * package only.
 */
package io.github.fairdeal.cli;
