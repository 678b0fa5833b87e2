package dev.keyhole.permissions;

import java.util.List;

/** A pattern as a list of instructions for {@link Backtracker}. Immutable. */
final class Program {

    static final Program EMPTY = new Program(List.of(), 0);

    /** An array, as each step of a match reads one of them. */
    private final Instruction[] instructions;

    private final int registerCount;

    /**
     * @param instructions begins with the first, and ends with {@link Operation#MATCH}
     * @param registerCount how many registers they use, the instructions of inner programs included
     */
    Program(List<Instruction> instructions, int registerCount) {
        this.instructions = instructions.toArray(new Instruction[0]);
        this.registerCount = registerCount;
    }

    List<Instruction> instructions() {
        return List.of(instructions);
    }

    Instruction instruction(int index) {
        return instructions[index];
    }

    int registerCount() {
        return registerCount;
    }

    /** What an instruction does. It goes on with the next one unless it says otherwise, or fails. */
    enum Operation {
        /** Passes over one character of the set. */
        CHARACTER,
        /** Goes on at the first target; if that fails, at the second. */
        SPLIT,
        /** Goes on at the first target. */
        JUMP,
        START,
        END,
        WORD,
        NOT_WORD,
        /** Goes back by as many characters as the first number says. */
        BACK,
        /** Writes the position into a register. */
        MARK,
        /** Writes the register and the position into the two registers after it. */
        REMEMBER,
        /** Goes on at the second target, if the position is still the one in the register; else at the first. */
        PROGRESS,
        /** Passes over what the registers remember. */
        SAME,
        /** As {@link #SAME}, where case doesn't count. */
        SAME_CASELESS,
        /** Runs the inner program once, and stays where it is. */
        LOOK,
        /** As {@link #LOOK}, if that fails. */
        LOOK_NOT,
        /** Runs the inner program once, and goes to where that ended. */
        ATOMIC,
        /** Ends the program. */
        MATCH
    }

    /**
     * One instruction; of its parts those count that its operation needs.
     *
     * @param first index of the instruction, or a number
     * @param second index of the instruction
     * @param register number of the register
     */
    record Instruction(Operation operation, int first, int second, int register, CodePoints set, Program inner) {

        static Instruction of(Operation operation) {
            return new Instruction(operation, 0, 0, 0, CodePoints.NONE, EMPTY);
        }

        static Instruction character(CodePoints set) {
            return new Instruction(Operation.CHARACTER, 0, 0, 0, set, EMPTY);
        }

        static Instruction number(Operation operation, int number) {
            return new Instruction(operation, number, 0, 0, CodePoints.NONE, EMPTY);
        }

        static Instruction targets(Operation operation, int first, int second) {
            return new Instruction(operation, first, second, 0, CodePoints.NONE, EMPTY);
        }

        static Instruction register(Operation operation, int register) {
            return new Instruction(operation, 0, 0, register, CodePoints.NONE, EMPTY);
        }

        static Instruction progress(int register, int first, int second) {
            return new Instruction(Operation.PROGRESS, first, second, register, CodePoints.NONE, EMPTY);
        }

        static Instruction inner(Operation operation, Program inner) {
            return new Instruction(operation, 0, 0, 0, CodePoints.NONE, inner);
        }
    }
}
