package dev.keyhole.cli;

import dev.keyhole.service.token.KeyKind;
import dev.keyhole.service.token.NewKey;
import dev.keyhole.spi.Secret;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole gen-key}: a key to sign tokens with. */
@Command(
        name = "gen-key",
        description = "Makes a key to sign tokens with, and prints it as a JWK.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without an option it is a shared secret of 256 bits, for HS256. Whoever has the key can make",
            "tokens: keep it where only those can read it who should.",
            "",
            "Exit status: 0 printed, 3 wrong usage.",
            "",
            "Example:  (umask 077; keyhole gen-key --ed25519 > token.jwk)"
        })
final class GenKeyCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @ArgGroup
    private @Nullable Kind kind;

    @Mixin
    private CommonOptions common;

    /** At most one of these. */
    private static final class Kind {

        @Option(names = "--rsa", description = "A key pair for RS256, of 3072 bits.")
        private boolean rsa;

        @Option(names = "--ec", description = "A key pair for ES256, on the curve P-256.")
        private boolean elliptic;

        @Option(names = "--ed25519", description = "A key pair for EdDSA, on the curve Ed25519.")
        private boolean ed25519;

        KeyKind asked() {
            if (rsa) {
                return KeyKind.RSA;
            }
            if (elliptic) {
                return KeyKind.ELLIPTIC;
            }
            return ed25519 ? KeyKind.ED25519 : KeyKind.SECRET;
        }
    }

    GenKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() {
        try (Secret key = NewKey.jwk(kind == null ? KeyKind.SECRET : kind.asked(), new SecureRandom())) {
            surroundings.out().println(key.reveal());
            return ExitStatus.YES;
        }
    }
}
