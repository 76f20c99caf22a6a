package io.github.fairdeal.offenders;

/** Breaks the rule about names and the one about packages outside the table. */
public final class UntidyHelper {}
