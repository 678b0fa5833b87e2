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
import dev.keyhole.permissions.Program.Instruction;
import dev.keyhole.permissions.Program.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes the program for a pattern. Repetitions are written out, as often as their numbers say. */
final class ProgramWriter implements Node.Visitor<Integer> {

    /** A group has one register for where it begins, and two for what it has matched last. */
    private static final int REGISTERS_PER_GROUP = 3;

    private final List<Instruction> instructions = new ArrayList<>();
    private final Registers registers;

    private ProgramWriter(Registers registers) {
        this.registers = registers;
    }

    static Program write(Node node) {
        return write(node, new Registers());
    }

    private static Program write(Node node, Registers registers) {
        ProgramWriter writer = new ProgramWriter(registers);
        node.accept(writer);
        return writer.finish();
    }

    private Program finish() {
        add(Instruction.of(Operation.MATCH));
        return new Program(instructions, registers.count);
    }

    /** Returns the index of the instruction. */
    private int add(Instruction instruction) {
        instructions.add(instruction);
        return instructions.size() - 1;
    }

    private int next() {
        return instructions.size();
    }

    @Override
    public Integer characters(Characters node) {
        return add(Instruction.character(node.set()));
    }

    @Override
    public Integer boundary(Boundary node) {
        return add(Instruction.of(
                switch (node) {
                    case START -> Operation.START;
                    case END -> Operation.END;
                    case WORD -> Operation.WORD;
                    case NOT_WORD -> Operation.NOT_WORD;
                }));
    }

    @Override
    public Integer sequence(Sequence node) {
        node.items().forEach(item -> item.accept(this));
        return next();
    }

    @Override
    public Integer choice(Choice node) {
        return choose(node.branches(), branch -> branch.accept(this));
    }

    private int choose(List<Node> branches, Consumer<Node> write) {
        List<Integer> jumps = new ArrayList<>();
        for (Node branch : branches.subList(0, branches.size() - 1)) {
            int split = add(Instruction.of(Operation.SPLIT));
            write.accept(branch);
            jumps.add(add(Instruction.of(Operation.JUMP)));
            instructions.set(split, Instruction.targets(Operation.SPLIT, split + 1, next()));
        }
        write.accept(branches.get(branches.size() - 1));
        jumps.forEach(jump -> instructions.set(jump, Instruction.targets(Operation.JUMP, next(), 0)));
        return next();
    }

    @Override
    public Integer repeat(Repeat node) {
        if (node.greed() == Greed.POSSESSIVE) {
            Repeat greedy = new Repeat(node.body(), node.least(), node.most(), Greed.GREEDY);
            return atomic(new Atomic(greedy));
        }
        for (int i = 0; i < node.least(); i++) {
            node.body().accept(this);
        }
        boolean greedy = node.greed() == Greed.GREEDY;
        return node.isUnlimited()
                ? loop(node.body(), greedy)
                : options(node.body(), node.most() - node.least(), greedy);
    }

    /** As often as possible; a repetition that matches nothing is the last one. */
    private int loop(Node body, boolean greedy) {
        int split = add(Instruction.of(Operation.SPLIT));
        if (FixedLength.of(body).orElse(0) > 0) {
            body.accept(this);
            add(Instruction.targets(Operation.JUMP, split, 0));
        } else {
            int register = registers.add();
            add(Instruction.register(Operation.MARK, register));
            body.accept(this);
            int progress = add(Instruction.of(Operation.PROGRESS));
            instructions.set(progress, Instruction.progress(register, split, next()));
        }
        instructions.set(split, split(split + 1, next(), greedy));
        return next();
    }

    /** Up to so many times. */
    private int options(Node body, int times, boolean greedy) {
        List<Integer> splits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            splits.add(add(Instruction.of(Operation.SPLIT)));
            body.accept(this);
        }
        splits.forEach(split -> instructions.set(split, split(split + 1, next(), greedy)));
        return next();
    }

    private static Instruction split(int into, int past, boolean greedy) {
        return greedy
                ? Instruction.targets(Operation.SPLIT, into, past)
                : Instruction.targets(Operation.SPLIT, past, into);
    }

    @Override
    public Integer group(Group node) {
        int register = registers.ofGroup(node.number());
        add(Instruction.register(Operation.MARK, register));
        node.body().accept(this);
        return add(Instruction.register(Operation.REMEMBER, register));
    }

    @Override
    public Integer backReference(BackReference node) {
        Operation operation = node.caseless() ? Operation.SAME_CASELESS : Operation.SAME;
        return add(Instruction.register(operation, registers.ofGroup(node.group())));
    }

    @Override
    public Integer atomic(Atomic node) {
        return add(Instruction.inner(Operation.ATOMIC, write(node.body(), registers)));
    }

    @Override
    public Integer look(Look node) {
        Operation operation = node.negative() ? Operation.LOOK_NOT : Operation.LOOK;
        Program inner = node.ahead() ? write(node.body(), registers) : behind(node.body());
        return add(Instruction.inner(operation, inner));
    }

    /** Each alternative goes back by its own length, and so ends where it began if it matches. */
    private Program behind(Node body) {
        ProgramWriter writer = new ProgramWriter(registers);
        writer.choose(FixedLength.branches(body), branch -> {
            writer.add(Instruction.number(Operation.BACK, FixedLength.of(branch).orElseThrow()));
            branch.accept(writer);
        });
        return writer.finish();
    }

    /** The registers that a program and those inside it share. */
    private static final class Registers {

        private final Map<Integer, Integer> ofGroups = new HashMap<>();
        private int count;

        int add() {
            count++;
            return count - 1;
        }

        /** The first of those that belong to a group. */
        int ofGroup(int number) {
            return ofGroups.computeIfAbsent(number, ignored -> {
                count += REGISTERS_PER_GROUP;
                return count - REGISTERS_PER_GROUP;
            });
        }
    }
}
