package dev.keyhole.cli;

/**
 * How a step ended.
 *
 * @param step what was done
 * @param reply what the broker answered to the client
 * @param why how the host explains it
 */
record TourRow(TourStep step, Reply reply, String why) {

    /** A refusal has to be one in so many words: a broken connection is none. */
    boolean isAsExpected() {
        return reply.kind() == (step.isAllowed() ? Reply.Kind.ACCEPTED : Reply.Kind.REFUSED);
    }
}
