/** How fast parts of Keyhole are, each measured beside a peer in the same run. */
package dev.keyhole.benchmarks;
