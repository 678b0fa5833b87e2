package dev.keyhole.cli;

import dev.keyhole.spi.Problem;
import java.util.List;

/** How the answer of {@code keyhole check} is shown. */
interface CheckPrinter {

    /**
     * @param notes what a reader of the answer should know
     */
    void print(Question question, CheckResult result, List<String> notes);

    /** Shows that there is no answer, because the configuration is broken. */
    void printBroken(Question question, String transport, List<Problem> problems);
}
