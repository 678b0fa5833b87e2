package dev.keyhole.cli;

import java.util.function.Function;

/**
 * Something that a visitor does, and how it should end.
 *
 * @param visitor who
 * @param deed what, in words
 * @param question what the host is asked because of it
 * @param action how a client, once connected, does it
 * @param isAllowed how it should end
 */
record TourStep(
        Visitor visitor, String deed, Question question, Function<BrokerClient, Reply> action, boolean isAllowed) {

    static TourStep logsOn(Visitor visitor, String deed, boolean isAllowed) {
        return new TourStep(visitor, deed, Question.logon(), client -> Reply.ACCEPTED, isAllowed);
    }

    static TourStep publishes(Visitor visitor, String topic, boolean isAllowed) {
        return new TourStep(
                visitor,
                "publishes to " + topic,
                Question.write(topic),
                client -> client.publish(topic, "hello"),
                isAllowed);
    }

    static TourStep subscribes(Visitor visitor, String topic, boolean isAllowed) {
        return new TourStep(
                visitor, "subscribes to " + topic, Question.read(topic), client -> client.subscribe(topic), isAllowed);
    }
}
