/** Beside Artemis's own security. */
package dev.keyhole.benchmarks.artemis;
