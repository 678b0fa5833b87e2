package dev.keyhole.artemis;

import java.util.Arrays;

/** What a client of {@link AccessMatrixTest} may try to do; the label is what the documentation calls it. */
enum Attempt {
    PUBLISH_NON_PERSISTENT("publish, not persistent (QoS 0)"),
    PUBLISH_PERSISTENT("publish, persistent (QoS 1)"),
    PUBLISH_RETAINED("publish a retained message"),
    LEAVE_WILL("leave a last will"),
    SUBSCRIBE("subscribe to a topic"),
    SUBSCRIBE_DURABLY("subscribe durably"),
    SUBSCRIBE_SHARED("share a subscription"),
    SUBSCRIBE_TO_PATTERN("subscribe to a pattern"),
    RECEIVE_BY_PATTERN("get a message by a pattern"),
    SEND_TO_QUEUE("send to a queue (point to point)"),
    RECEIVE_FROM_QUEUE("receive from a queue (point to point)"),
    BROWSE_QUEUE("browse a queue"),
    MAKE_TEMPORARY_QUEUE("make a temporary queue"),
    DELETE_OWN_SUBSCRIPTION("delete a subscription of one's own"),
    DELETE_FOREIGN_SUBSCRIPTION("delete another user's subscription"),
    READ_FOREIGN_SUBSCRIPTION("read from another user's subscription (`address::queue`)"),
    SEND_TO_SUBSCRIPTION("send to one subscription (`address::queue`)"),
    TAKE_OVER_SESSION("take over another user's session"),
    READ_INTERNAL("subscribe to `$SYS/...`"),
    WRITE_INTERNAL("publish to `$SYS/...`"),
    MANAGE("manage the broker by messages");

    private final String label;

    Attempt(String label) {
        this.label = label;
    }

    static Attempt labelled(String label) {
        return Arrays.stream(values())
                .filter(attempt -> attempt.label.equals(label))
                .findAny()
                .orElseThrow(
                        () -> new IllegalArgumentException("the documentation names an unknown attempt: " + label));
    }

    @Override
    public String toString() {
        return label;
    }
}
