package dev.keyhole.permissions;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.permissions.Program.Instruction;
import java.util.Arrays;

/**
 * Runs a program on one name, as PCRE would: one way after the other, in order. Every step is counted, and what is
 * still to be tried lies on a stack of its own: neither time nor the thread's stack can run out. Used once.
 */
final class Backtracker {

    private static final int FAILED = -1;
    private static final int OUT_OF_STEPS = -2;

    private static final int FRAME = 3;
    /** First number of a frame that says what a register held before; in others it is the instruction to go on at. */
    private static final int RESTORE = -1;

    private static final int UNSET = -1;

    private final String name;
    private final int[] registers;
    private final Steps steps;
    private int[] stack = new int[FRAME * 32];
    private int height;

    private Backtracker(String name, int registerCount, Steps steps) {
        this.name = name;
        this.steps = steps;
        this.registers = new int[registerCount];
        Arrays.fill(registers, UNSET);
    }

    /**
     * Looks for a match anywhere in the name.
     *
     * @param atStartOnly whether there is one at the start of the name, if there is one at all
     */
    static Match search(Program program, String name, boolean atStartOnly, Steps steps) {
        Backtracker backtracker = new Backtracker(name, program.registerCount(), steps);
        int start = 0;
        while (true) {
            int end = backtracker.run(program, start);
            if (end == OUT_OF_STEPS) {
                return Match.UNDECIDED;
            }
            if (end != FAILED) {
                return Match.YES;
            }
            if (atStartOnly || start == name.length()) {
                return Match.NO;
            }
            start += Character.charCount(name.codePointAt(start));
        }
    }

    /**
     * Runs a program from a position. If it fails, the registers and the stack are as they were before; if it matches,
     * only what the registers held before is left on the stack, and none of the ways that it didn't try.
     *
     * @return the position at its end
     */
    private int run(Program program, int start) {
        int floor = height;
        int next = 0;
        int position = start;
        while (true) {
            Instruction instruction = program.instruction(next);
            if (!steps.take()) {
                return OUT_OF_STEPS;
            }
            int target = next + 1;
            int end = position;
            switch (instruction.operation()) {
                case CHARACTER -> end = character(instruction.set(), position);
                case SPLIT -> {
                    push(instruction.second(), position, 0);
                    target = instruction.first();
                }
                case JUMP -> target = instruction.first();
                case START -> end = position == 0 ? position : FAILED;
                case END -> end = position == name.length() ? position : FAILED;
                case WORD -> end = isWordBoundary(position) ? position : FAILED;
                case NOT_WORD -> end = isWordBoundary(position) ? FAILED : position;
                case BACK -> end = back(position, instruction.first());
                case MARK -> set(instruction.register(), position);
                case REMEMBER -> {
                    set(instruction.register() + 1, registers[instruction.register()]);
                    set(instruction.register() + 2, position);
                }
                case PROGRESS ->
                    target = registers[instruction.register()] == position ? instruction.second() : instruction.first();
                case SAME -> end = same(instruction.register(), position);
                case SAME_CASELESS -> end = sameCaseless(instruction.register(), position);
                case LOOK -> {
                    int found = run(instruction.inner(), position);
                    end = found < 0 ? found : position;
                }
                case LOOK_NOT -> end = lookNot(instruction.inner(), position);
                case ATOMIC -> end = run(instruction.inner(), position);
                case MATCH -> {
                    forgetBranches(floor);
                    return position;
                }
            }
            if (end >= 0) {
                next = target;
                position = end;
            } else if (end == OUT_OF_STEPS) {
                return OUT_OF_STEPS;
            } else {
                int branch = popBranch(floor);
                if (branch == FAILED) {
                    return FAILED;
                }
                next = stack[branch];
                position = stack[branch + 1];
            }
        }
    }

    private int character(CodePoints set, int position) {
        if (position == name.length()) {
            return FAILED;
        }
        char unit = name.charAt(position);
        if (!Character.isHighSurrogate(unit)) {
            return set.contains(unit) ? position + 1 : FAILED;
        }
        int character = name.codePointAt(position);
        return set.contains(character) ? position + Character.charCount(character) : FAILED;
    }

    private boolean isWordBoundary(int position) {
        boolean before = position > 0 && CharacterClasses.WORD.contains(name.codePointBefore(position));
        boolean after = position < name.length() && CharacterClasses.WORD.contains(name.codePointAt(position));
        return before != after;
    }

    private int back(int position, int characters) {
        steps.take(characters);
        int before = position;
        for (int i = 0; i < characters; i++) {
            if (before == 0) {
                return FAILED;
            }
            before -= Character.charCount(name.codePointBefore(before));
        }
        return before;
    }

    private int same(int register, int position) {
        int start = registers[register + 1];
        if (start == UNSET) {
            return FAILED;
        }
        int length = registers[register + 2] - start;
        steps.take(length);
        return name.regionMatches(position, name, start, length) ? position + length : FAILED;
    }

    private int sameCaseless(int register, int position) {
        int start = registers[register + 1];
        if (start == UNSET) {
            return FAILED;
        }
        int end = registers[register + 2];
        int here = position;
        while (start < end) {
            steps.take(1);
            if (here == name.length()) {
                return FAILED;
            }
            int expected = name.codePointAt(start);
            int found = name.codePointAt(here);
            if (CaseVariants.fold(expected) != CaseVariants.fold(found)) {
                return FAILED;
            }
            start += Character.charCount(expected);
            here += Character.charCount(found);
        }
        return here;
    }

    private int lookNot(Program inner, int position) {
        int floor = height;
        int found = run(inner, position);
        if (found == OUT_OF_STEPS) {
            return OUT_OF_STEPS;
        }
        if (found == FAILED) {
            return position;
        }
        popBranch(floor);
        return FAILED;
    }

    private void set(int register, int value) {
        push(RESTORE, register, registers[register]);
        registers[register] = value;
    }

    private void push(int first, int second, int third) {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, height * 2);
        }
        stack[height] = first;
        stack[height + 1] = second;
        stack[height + 2] = third;
        height += FRAME;
    }

    /** Undoes what was done since the last branch above the floor; returns where that one lies, which is free now. */
    private int popBranch(int floor) {
        while (height > floor) {
            height -= FRAME;
            if (stack[height] != RESTORE) {
                return height;
            }
            registers[stack[height + 1]] = stack[height + 2];
        }
        return FAILED;
    }

    private void forgetBranches(int floor) {
        int kept = floor;
        for (int frame = floor; frame < height; frame += FRAME) {
            if (stack[frame] == RESTORE) {
                System.arraycopy(stack, frame, stack, kept, FRAME);
                kept += FRAME;
            }
        }
        height = kept;
    }
}
