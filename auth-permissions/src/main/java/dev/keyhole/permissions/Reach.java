package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Atomic;
import dev.keyhole.permissions.Node.BackReference;
import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Choice;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Look;
import dev.keyhole.permissions.Node.Repeat;
import dev.keyhole.permissions.Node.Sequence;
import java.util.function.IntUnaryOperator;

/**
 * Whether a pattern can match any name at all: what must be at the start can't have something before it, what must be at
 * the end nothing after it, and no name holds a control character. Look-arounds, back-references and word boundaries are
 * taken to hold if they could.
 *
 * <p>A place in a name is one of four: at its start or not, and with the rest of the name still open or known to be
 * empty. A set of places is a number of four bits, and each node a function of the places before it to those after it.
 */
final class Reach implements Node.Visitor<IntUnaryOperator> {

    private static final int NOWHERE = 0;
    private static final int START = 1;
    private static final int LATER = 2;
    /** A start that is the end as well, of the empty name. */
    private static final int START_AT_END = 4;

    private static final int END = 8;

    private static final Reach INSTANCE = new Reach();

    private Reach() {}

    static boolean canMatch(Node node) {
        return node.accept(INSTANCE).applyAsInt(START | LATER) != NOWHERE;
    }

    @Override
    public IntUnaryOperator characters(Characters node) {
        return before -> (before & (START | LATER)) != 0 && !node.set().isEmpty() ? LATER : NOWHERE;
    }

    @Override
    public IntUnaryOperator boundary(Boundary node) {
        return switch (node) {
            case START -> before -> before & (START | START_AT_END);
            case END ->
                before -> ((before & (START | START_AT_END)) != 0 ? START_AT_END : NOWHERE)
                        | ((before & (LATER | END)) != 0 ? END : NOWHERE);
            case WORD, NOT_WORD -> before -> before;
        };
    }

    @Override
    public IntUnaryOperator sequence(Sequence node) {
        return node.items().stream()
                .map(item -> item.accept(this))
                .reduce(before -> before, (first, second) -> before -> second.applyAsInt(first.applyAsInt(before)));
    }

    @Override
    public IntUnaryOperator choice(Choice node) {
        return node.branches().stream()
                .map(branch -> branch.accept(this))
                .reduce(before -> NOWHERE, (one, other) -> before -> one.applyAsInt(before) | other.applyAsInt(before));
    }

    /** After a few repetitions nothing new is reached; the limits of a pattern's size keep the others few enough. */
    @Override
    public IntUnaryOperator repeat(Repeat node) {
        IntUnaryOperator body = node.body().accept(this);
        int optional = node.isUnlimited() ? Integer.SIZE : node.most() - node.least();
        return before -> {
            int after = before;
            for (int i = 0; i < Math.min(node.least(), Integer.SIZE); i++) {
                after = body.applyAsInt(after);
            }
            for (int i = 0; i < Math.min(optional, Integer.SIZE); i++) {
                after |= body.applyAsInt(after);
            }
            return after;
        };
    }

    @Override
    public IntUnaryOperator group(Group node) {
        return node.body().accept(this);
    }

    @Override
    public IntUnaryOperator look(Look node) {
        if (node.negative()) {
            return before -> before;
        }
        IntUnaryOperator body = node.body().accept(this);
        // What is looked for behind begins at another place.
        return before -> body.applyAsInt(node.ahead() ? before : START | LATER) == NOWHERE ? NOWHERE : before;
    }

    @Override
    public IntUnaryOperator atomic(Atomic node) {
        return node.body().accept(this);
    }

    @Override
    public IntUnaryOperator backReference(BackReference node) {
        return before -> before | ((before & START) != 0 ? LATER : NOWHERE);
    }
}
