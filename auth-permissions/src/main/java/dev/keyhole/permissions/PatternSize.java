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
import java.util.List;

/**
 * How large a pattern is once its repetitions are written out, in steps of a matching program. It bounds the memory
 * that a pattern takes, and together with the length of a name the time to match it.
 */
final class PatternSize implements Node.Visitor<Long> {

    private static final PatternSize INSTANCE = new PatternSize();

    /** Far more than is allowed, and far less than would overflow. */
    private static final long HUGE = 1L << 40;

    private static final int RANGES_PER_STEP = 8;

    private PatternSize() {}

    static long of(Node node) {
        return node.accept(INSTANCE);
    }

    @Override
    public Long characters(Characters node) {
        return 1L + node.set().rangeCount() / RANGES_PER_STEP;
    }

    @Override
    public Long boundary(Boundary node) {
        return 1L;
    }

    @Override
    public Long sequence(Sequence node) {
        return sum(node.items());
    }

    @Override
    public Long choice(Choice node) {
        return sum(node.branches()) + node.branches().size();
    }

    @Override
    public Long repeat(Repeat node) {
        long copies = node.isUnlimited() ? node.least() + 1L : node.most();
        return Math.min(HUGE, (of(node.body()) + 1) * copies + 1);
    }

    @Override
    public Long group(Group node) {
        return of(node.body()) + 2;
    }

    @Override
    public Long look(Look node) {
        return of(node.body()) + 2;
    }

    @Override
    public Long atomic(Atomic node) {
        return of(node.body()) + 2;
    }

    @Override
    public Long backReference(BackReference node) {
        return 1L;
    }

    private static long sum(List<Node> nodes) {
        long sum = 0;
        for (Node node : nodes) {
            sum = Math.min(HUGE, sum + of(node));
        }
        return sum;
    }
}
