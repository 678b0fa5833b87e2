package dev.keyhole.token;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

/** With a secret key and documents in the tokens. */
class TokenKitTest extends ModuleCompatibilityTest {

    private static final String DOCUMENT = ",\"permissions\":{\"logon\":true,\"topic\":["
            + "{\"topic\":\"a\",\"read\":\"/x > 1\",\"select\":\"-/,+/y\"},{\"topic\":\"^b\",\"write\":true}]}";

    private static String token(String user, String more) {
        return Tokens.withClaims(Tokens.claims(user, more));
    }

    @Override
    protected ModuleProvider provider() {
        return new TokenProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(
                option("TokenKey", Tokens.secretJwk()),
                option("PermissionsClaim", "permissions"),
                option("Audience", "broker"));
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", token("falken", ",\"aud\":\"broker\"" + DOCUMENT)),
                LogonSample.accepted("", token("lightman", ",\"aud\":\"broker\",\"permissions\":{}"))
                        .binding("lightman"),
                LogonSample.rejected("lightman", token("falken", ",\"aud\":\"broker\",\"n\":1" + DOCUMENT)),
                LogonSample.rejected("falken", token("falken", ",\"aud\":\"other\"" + DOCUMENT)),
                LogonSample.rejected("falken", token("falken", ",\"aud\":\"broker\"")),
                LogonSample.rejected(
                        "falken", token("falken", ",\"aud\":\"broker\",\"permissions\":{\"logon\":false}")),
                LogonSample.rejected("falken", "joshua-is-no-token"),
                LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.READ, Resource.topic("a"))
                        .limitedTo("/x > 1", "-/,+/y"),
                CheckSample.denied("falken", Permission.WRITE, Resource.topic("a")),
                CheckSample.granted("falken", Permission.WRITE, Resource.topic("bcd")),
                CheckSample.granted("falken", Permission.LOGON, Resource.logon()),
                CheckSample.denied("lightman", Permission.LOGON, Resource.logon()),
                CheckSample.denied("nobody", Permission.READ, Resource.topic("a")));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("Leeway", "1d")),
                List.of(option("TokenKey", "joshua-is-no-key")),
                List.of(option("Algorithms", "RS256")),
                List.of(option("KeySetFile", "/nowhere/keys.json")));
    }
}
