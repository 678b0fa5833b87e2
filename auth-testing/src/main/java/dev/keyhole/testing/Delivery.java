package dev.keyhole.testing;

/**
 * A message that a client of a {@link FakeBroker} is delivered, with the limits that a real broker has to enforce on it.
 *
 * @param topic where it was published
 * @param message its text
 * @param writeFilter what the publisher may write: a message that doesn't match is refused; empty if there is no limit
 * @param readFilter what the subscriber may read: a message that doesn't match isn't delivered; empty if there is no limit
 * @param select which fields the subscriber may read; empty if there is no limit
 */
public record Delivery(String topic, String message, String writeFilter, String readFilter, String select) {}
