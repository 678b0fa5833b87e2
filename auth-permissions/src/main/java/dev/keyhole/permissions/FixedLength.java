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
import java.util.OptionalInt;

/** How many characters something matches, where that is always the same number and not a huge one; else empty. */
final class FixedLength implements Node.Visitor<OptionalInt> {

    private static final FixedLength INSTANCE = new FixedLength();

    private FixedLength() {}

    static OptionalInt of(Node node) {
        return node.accept(INSTANCE);
    }

    /** Whether this can be looked for behind: each alternative has a length of its own that doesn't vary. */
    static boolean hasFixedBranches(Node body) {
        return branches(body).stream().allMatch(branch -> of(branch).isPresent());
    }

    /** The alternatives at the top. */
    static List<Node> branches(Node body) {
        return body instanceof Choice choice ? choice.branches() : List.of(body);
    }

    @Override
    public OptionalInt characters(Characters node) {
        return OptionalInt.of(1);
    }

    @Override
    public OptionalInt boundary(Boundary node) {
        return OptionalInt.of(0);
    }

    @Override
    public OptionalInt sequence(Sequence node) {
        long sum = 0;
        for (Node item : node.items()) {
            OptionalInt length = of(item);
            if (length.isEmpty()) {
                return length;
            }
            sum += length.getAsInt();
        }
        return limited(sum);
    }

    @Override
    public OptionalInt choice(Choice node) {
        List<OptionalInt> lengths =
                node.branches().stream().map(FixedLength::of).distinct().toList();
        return lengths.size() == 1 ? lengths.get(0) : OptionalInt.empty();
    }

    @Override
    public OptionalInt repeat(Repeat node) {
        OptionalInt body = of(node.body());
        boolean fixed = body.isPresent() && node.least() == node.most();
        return fixed ? limited((long) body.getAsInt() * node.least()) : OptionalInt.empty();
    }

    @Override
    public OptionalInt group(Group node) {
        return of(node.body());
    }

    @Override
    public OptionalInt look(Look node) {
        return OptionalInt.of(0);
    }

    @Override
    public OptionalInt atomic(Atomic node) {
        return of(node.body());
    }

    @Override
    public OptionalInt backReference(BackReference node) {
        return OptionalInt.empty();
    }

    private static OptionalInt limited(long length) {
        return length > DocumentLimits.MAX_PATTERN_SIZE ? OptionalInt.empty() : OptionalInt.of((int) length);
    }
}
