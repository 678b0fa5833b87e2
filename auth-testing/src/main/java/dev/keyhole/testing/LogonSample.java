package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.util.List;

/**
 * A logon, and how it must end. Its secrets should be six characters at least, and be found nowhere else: the kit looks
 * for them wherever they mustn't be.
 *
 * @param kind explicit or implicit
 * @param userName what the client gives
 * @param secret what the client gives
 * @param answers what the client answers, if the module challenges it so often
 * @param outcome how it must end
 * @param boundUserName if it is accepted, the name to bind
 */
public record LogonSample(
        LogonRequest.Kind kind,
        String userName,
        String secret,
        List<String> answers,
        Outcome outcome,
        String boundUserName) {

    /** How a logon can end. */
    public enum Outcome {
        ACCEPTED,
        REJECTED,
        ABSTAINED,
        /** The module couldn't find out, and says so with an exception. */
        UNAVAILABLE
    }

    public LogonSample {
        requireNonNull(kind);
        requireNonNull(userName);
        requireNonNull(secret);
        answers = List.copyOf(answers);
        requireNonNull(outcome);
        requireNonNull(boundUserName);
    }

    /** An explicit logon that is accepted and binds the name that is given. */
    public static LogonSample accepted(String userName, String secret) {
        return explicit(userName, secret, Outcome.ACCEPTED);
    }

    /** An explicit logon that is rejected. */
    public static LogonSample rejected(String userName, String secret) {
        return explicit(userName, secret, Outcome.REJECTED);
    }

    /** An explicit logon on which the module has no opinion. */
    public static LogonSample abstained(String userName, String secret) {
        return explicit(userName, secret, Outcome.ABSTAINED);
    }

    /** An explicit logon on which the module can't find out. */
    public static LogonSample unavailable(String userName, String secret) {
        return explicit(userName, secret, Outcome.UNAVAILABLE);
    }

    /** A logon without a logon command. */
    public static LogonSample implicit(Outcome outcome) {
        return new LogonSample(LogonRequest.Kind.IMPLICIT, "", "", List.of(), outcome, "");
    }

    private static LogonSample explicit(String userName, String secret, Outcome outcome) {
        return new LogonSample(LogonRequest.Kind.EXPLICIT, userName, secret, List.of(), outcome, userName);
    }

    /** The same logon, binding another name than the client gives. */
    public LogonSample binding(String name) {
        return new LogonSample(kind, userName, secret, answers, outcome, name);
    }

    /** The same logon, with answers to as many challenges. */
    public LogonSample answering(String... texts) {
        return new LogonSample(kind, userName, secret, List.of(texts), outcome, boundUserName);
    }

    LogonRequest request() {
        return new LogonRequest(kind, userName, Secret.of(secret), "");
    }

    @Override
    public String toString() {
        return kind + " logon of '" + userName + "', " + answers.size() + " answers, " + outcome;
    }
}
