/** Beside Kafka's own authorizer. */
package dev.keyhole.benchmarks.kafka;
