package dev.keyhole.cli;

/** A command that can be asked to say more. */
interface Verbose {

    /** Whether it was asked to. */
    boolean isVerbose();
}
