package dev.keyhole.exec;

import java.time.Duration;

/**
 * Limits of one run.
 *
 * @param maxLength most bytes on standard output
 * @param timeout longest run
 */
record CommandLimits(int maxLength, Duration timeout) {}
