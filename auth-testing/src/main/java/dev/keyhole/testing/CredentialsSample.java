package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.RawOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an authenticator is to give to one outgoing connection. Its secrets should be six characters at least, and be found
 * nowhere else: the kit looks for them wherever they mustn't be.
 *
 * @param options of the {@code Authenticator} block, in place of those of the same names that the kit would use
 * @param outcome how asking must end
 * @param userName if there are credentials, the name to log on with
 * @param secret if there are credentials, what to log on with
 * @param rounds what the remote side asks then, and what is to be answered
 */
public record CredentialsSample(
        List<RawOption> options, Outcome outcome, String userName, String secret, List<Round> rounds) {

    /** How asking for credentials can end. */
    public enum Outcome {
        OBTAINED,
        /** There are none to be had, and the module says so with an exception. */
        UNAVAILABLE
    }

    /** A challenge of the remote side, and the answer to it. */
    public record Round(String challenge, String answer) {
        public Round {
            requireNonNull(challenge);
            requireNonNull(answer);
        }
    }

    public CredentialsSample {
        options = List.copyOf(options);
        requireNonNull(outcome);
        requireNonNull(userName);
        requireNonNull(secret);
        rounds = List.copyOf(rounds);
    }

    /** Credentials that are given at once. */
    public static CredentialsSample obtained(String userName, String secret) {
        return new CredentialsSample(List.of(), Outcome.OBTAINED, userName, secret, List.of());
    }

    /** No credentials; with options that lead to that, most likely. */
    public static CredentialsSample unavailable() {
        return new CredentialsSample(List.of(), Outcome.UNAVAILABLE, "", "", List.of());
    }

    /** The same from an authenticator with this option besides. */
    public CredentialsSample with(RawOption option) {
        List<RawOption> more = new ArrayList<>(options);
        more.add(option);
        return new CredentialsSample(more, outcome, userName, secret, rounds);
    }

    /** The same, and after all that came before, this answer to this challenge. */
    public CredentialsSample answering(String challenge, String answer) {
        List<Round> more = new ArrayList<>(rounds);
        more.add(new Round(challenge, answer));
        return new CredentialsSample(options, outcome, userName, secret, more);
    }

    @Override
    public String toString() {
        return "credentials of '" + userName + "', " + rounds.size() + " challenges, " + outcome;
    }
}
