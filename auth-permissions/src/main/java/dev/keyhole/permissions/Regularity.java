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

/** Whether an automaton can match a pattern: one without look-arounds, back-references, or what gives nothing back. */
final class Regularity implements Node.Visitor<Boolean> {

    private static final Regularity INSTANCE = new Regularity();

    private Regularity() {}

    static boolean of(Node node) {
        return node.accept(INSTANCE);
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
        return node.items().stream().allMatch(Regularity::of);
    }

    @Override
    public Boolean choice(Choice node) {
        return node.branches().stream().allMatch(Regularity::of);
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
