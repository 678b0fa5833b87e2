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

/** Whether an automaton can match a pattern: one without look-arounds, back-references, or what gives nothing back. */
final class Regularity implements Node.Visitor<Boolean> {

    private static final Regularity INSTANCE = new Regularity();

    private Regularity() {}

    static boolean of(Node node) {
        return node.accept(INSTANCE);
    }

    private static boolean areAll(List<Node> nodes) {
        for (Node node : nodes) {
            if (!of(node)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Boolean characters(Characters node) {
        return true;
    }

    @Override
    public Boolean boundary(Boundary node) {
        return true;
    }

    @Override
    public Boolean sequence(Sequence node) {
        return areAll(node.items());
    }

    @Override
    public Boolean choice(Choice node) {
        return areAll(node.branches());
    }

    @Override
    public Boolean repeat(Repeat node) {
        return node.greed() != Greed.POSSESSIVE && of(node.body());
    }

    @Override
    public Boolean group(Group node) {
        return of(node.body());
    }

    @Override
    public Boolean look(Look node) {
        return false;
    }

    @Override
    public Boolean atomic(Atomic node) {
        return false;
    }

    @Override
    public Boolean backReference(BackReference node) {
        return false;
    }
}
