package dev.keyhole.permissions;

import dev.keyhole.permissions.Alphabet.Division;
import dev.keyhole.permissions.Program.Instruction;
import dev.keyhole.permissions.Program.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The programs of an {@link Automaton}, one after the other. An instruction that waits for the next character, or for the
 * end of the name, is an item; states are sets of them.
 */
final class AutomatonParts {

    private static final int NO_SET = -1;

    /** Of an instruction, in all arrays. */
    private static final int INSTRUCTION_BYTES = 48;

    private final Operation[] operations;
    private final int[] firsts;
    private final int[] seconds;
    /** Of an item, its number; of the end of a program, the number of the pattern. */
    private final int[] numbers;

    private final int[] entries;
    private final int[] instructionOfItem;
    private final Alphabet alphabet;
    /** For each class of characters, the items that one of it passes. */
    private final long[][] passedBy;

    private final long[] words;
    private final long[] notWords;
    private final long[] ends;
    private final boolean asksForWords;
    private final boolean[] isWord;
    private final long[] restart;

    private final Followers followers;

    private AutomatonParts(List<Instruction> instructions, int[] entries, int[] bases, int[] patterns) {
        int count = instructions.size();
        this.entries = entries;
        operations = new Operation[count];
        firsts = new int[count];
        seconds = new int[count];
        numbers = new int[count];
        int items = 0;
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            Instruction instruction = instructions.get(i);
            operations[i] = instruction.operation();
            firsts[i] = instruction.first() + bases[i];
            seconds[i] = instruction.second() + bases[i];
            if (isItem(instruction.operation())) {
                found[items] = i;
                numbers[i] = items++;
            } else {
                numbers[i] = patterns[i];
            }
        }
        instructionOfItem = Arrays.copyOf(found, items);
        Division division = Alphabet.divide(Automaton.sets(instructions));
        alphabet = division.alphabet();
        words = items(Operation.WORD);
        notWords = items(Operation.NOT_WORD);
        ends = items(Operation.END);
        asksForWords = !Bits.isEmpty(words) || !Bits.isEmpty(notWords);
        passedBy = new long[alphabet.classCount()][];
        isWord = new boolean[alphabet.classCount()];
        int[] setOfItem = new int[items];
        for (int item = 0; item < items; item++) {
            setOfItem[item] = division.numbers()
                    .getOrDefault(instructions.get(instructionOfItem[item]).set(), NO_SET);
        }
        for (int kind = 0; kind < passedBy.length; kind++) {
            BitSet sets = division.setsOfClasses().get(kind);
            passedBy[kind] = Bits.forCount(items);
            isWord[kind] = CharacterClasses.WORD.contains(alphabet.member(kind));
            for (int item = 0; item < items; item++) {
                boolean passes = operations[instructionOfItem[item]] == Operation.CHARACTER
                        && setOfItem[item] != NO_SET
                        && sets.get(setOfItem[item]);
                if (passes) {
                    Bits.set(passedBy[kind], item);
                }
            }
        }
        followers = new Followers(this);
        restart = new AutomatonSteps(this).enter(false).items();
    }

    static AutomatonParts of(List<Program> programs) {
        List<Instruction> all = new ArrayList<>();
        List<Integer> bases = new ArrayList<>();
        List<Integer> patterns = new ArrayList<>();
        int[] entries = new int[programs.size()];
        for (int i = 0; i < entries.length; i++) {
            int base = all.size();
            entries[i] = base;
            for (Instruction instruction : programs.get(i).instructions()) {
                all.add(instruction);
                bases.add(base);
                patterns.add(i);
            }
        }
        return new AutomatonParts(all, entries, ints(bases), ints(patterns));
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isItem(Operation operation) {
        return switch (operation) {
            case CHARACTER, WORD, NOT_WORD, END -> true;
            case SPLIT, JUMP, START, MARK, REMEMBER, PROGRESS, MATCH -> false;
            case BACK, SAME, SAME_CASELESS, LOOK, LOOK_NOT, ATOMIC ->
                throw new IllegalArgumentException("no automaton can do " + operation);
        };
    }

    private long[] items(Operation operation) {
        long[] bits = Bits.forCount(instructionOfItem.length);
        for (int item = 0; item < instructionOfItem.length; item++) {
            if (operations[instructionOfItem[item]] == operation) {
                Bits.set(bits, item);
            }
        }
        return bits;
    }

    /** What they take, estimated. */
    long bytes() {
        long classes = alphabet.classCount();
        return (long) operations.length * INSTRUCTION_BYTES
                + alphabet.bytes()
                + classes * ((long) restart.length * Long.BYTES + Long.BYTES * 3);
    }

    /** A new state for the start of a name. */
    AutomatonState start() {
        return new AutomatonState(new AutomatonSteps(this).enter(true), alphabet.classCount());
    }

    int instructionCount() {
        return operations.length;
    }

    int itemCount() {
        return instructionOfItem.length;
    }

    Operation operation(int instruction) {
        return operations[instruction];
    }

    int first(int instruction) {
        return firsts[instruction];
    }

    int second(int instruction) {
        return seconds[instruction];
    }

    /** The item that an instruction is, or the pattern that it ends. */
    int number(int instruction) {
        return numbers[instruction];
    }

    int instructionOf(int item) {
        return instructionOfItem[item];
    }

    /** The first instructions of the programs. */
    int[] entries() {
        return entries;
    }

    Alphabet alphabet() {
        return alphabet;
    }

    /** The items that a character of this class passes. Not to be changed. */
    long[] passedBy(int kind) {
        return passedBy[kind];
    }

    /** The items that ask for the edge of a word. Not to be changed. */
    long[] words() {
        return words;
    }

    /** The items that ask for a place that is no edge of a word. Not to be changed. */
    long[] notWords() {
        return notWords;
    }

    /** The items that ask for the end of the name. Not to be changed. */
    long[] ends() {
        return ends;
    }

    /** What comes after each item. */
    Followers followers() {
        return followers;
    }

    boolean asksForWords() {
        return asksForWords;
    }

    /** Whether the characters of a class are those of words; the classes tell them apart if a pattern asks for words. */
    boolean isWord(int kind) {
        return isWord[kind];
    }

    /** The items with which a match begins anywhere but at the start. Not to be changed. */
    long[] restart() {
        return restart;
    }
}
