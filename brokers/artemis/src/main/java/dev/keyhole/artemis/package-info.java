/**
 * Apache Artemis with Keyhole in front: an embedded broker whose clients are let in, and whose topics are read and
 * written, as the modules of a {@link dev.keyhole.host.Host} say.
 *
 * <p>The types of the broker stop at this package's door; {@link dev.keyhole.artemis.EmbeddedBroker} shows none of them.
 */
package dev.keyhole.artemis;
