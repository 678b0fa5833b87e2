package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Atomic;
import dev.keyhole.permissions.Node.BackReference;
import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Choice;
import dev.keyhole.permissions.Node.Greed;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Look;
import dev.keyhole.permissions.Node.Repeat;
import dev.keyhole.permissions.Node.Sequence;
import java.util.List;

/** Whether something can match nowhere but at the start of a name. */
final class Anchor implements Node.Visitor<Boolean> {

    private static final Anchor INSTANCE = new Anchor();

    private Anchor() {}

    /** Whether each way to match begins with an assertion that this is the start. */
    static boolean isAtStart(Node node) {
        return node.accept(INSTANCE);
    }

    /**
     * Whether there is a match at the start of a name if there is one at all: either none can be elsewhere, or it
     * begins with {@code .*}, which may pass over whatever stands before it.
     */
    static boolean mayStayAtStart(Node node) {
        Node first = node instanceof Sequence sequence && !sequence.items().isEmpty()
                ? sequence.items().get(0)
                : node;
        return isAnything(first) || isAtStart(node);
    }

    /** {@code .*}, if it gives back what is needed for a match. */
    static boolean isAnything(Node node) {
        return node instanceof Repeat repeat
                && repeat.least() == 0
                && repeat.isUnlimited()
                && repeat.greed() != Greed.POSSESSIVE
                && repeat.body() instanceof Characters characters
                && characters.isAny();
    }

    @Override
    public Boolean characters(Characters node) {
        return false;
    }

    @Override
    public Boolean boundary(Boundary node) {
        return node == Boundary.START;
    }

    @Override
    public Boolean sequence(Sequence node) {
        List<Node> items = node.items();
        for (Node item : items) {
            if (isAtStart(item)) {
                return true;
            }
            boolean zeroWidth = FixedLength.of(item).orElse(1) == 0;
            if (!zeroWidth) {
                return false;
            }
        }
        return false;
    }

    @Override
    public Boolean choice(Choice node) {
        return node.branches().stream().allMatch(Anchor::isAtStart);
    }

    @Override
    public Boolean repeat(Repeat node) {
        return node.least() > 0 && isAtStart(node.body());
    }

    @Override
    public Boolean group(Group node) {
        return isAtStart(node.body());
    }

    @Override
    public Boolean look(Look node) {
        return false;
    }

    @Override
    public Boolean atomic(Atomic node) {
        return isAtStart(node.body());
    }

    @Override
    public Boolean backReference(BackReference node) {
        return false;
    }
}
