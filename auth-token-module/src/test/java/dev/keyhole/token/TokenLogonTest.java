package dev.keyhole.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose token it is, for how long, and what it brings. */
class TokenLogonTest {

    private static final Instant NOW = Instant.ofEpochSecond(Tokens.NOW);
    private static final String DOCUMENT = ",\"permissions\": {\"logon\": true, \"topic\": [{\"topic\": \"^desk/\","
            + " \"read\": \"/x > 1\", \"write\": true}]}";

    @Test
    void theUserOfTheTokenMustBeTheOneThatLogsOn() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            assertThat(fixture.accepted("falken", Tokens.of("falken")).userName())
                    .isEqualTo("falken");
            assertThat(fixture.rejected("lightman", Tokens.of("falken")))
                    .isEqualTo("the token is that of another user");
            assertThat(fixture.rejected("Falken", Tokens.of("falken"))).isEqualTo("the token is that of another user");
        }
    }

    @Test
    void withoutAUserNameTheTokenGivesIt() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            assertThat(fixture.accepted("", Tokens.of("falken")).userName()).isEqualTo("falken");
        }
    }

    @Test
    void theUserNameIsInTheFirstClaimThatIsThere() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            fixture.accepted("falken", Tokens.withClaims("{\"sub\":\"falken\",\"exp\":1767225900}"));
            fixture.accepted("falken", Tokens.withClaims("{\"sub\":\"7\",\"login\":\"falken\",\"exp\":1767225900}"));
            assertThat(fixture.rejected("falken", Tokens.withClaims("{\"user\":\"falken\",\"exp\":1767225900}")))
                    .isEqualTo("the token has no user name in any of [login, sub]");
            assertThat(fixture.rejected("falken", Tokens.withClaims("{\"sub\":7,\"exp\":1767225900}")))
                    .isEqualTo("'sub' isn't a string");
        }
        try (TokenFixture fixture = TokenFixture.withSecret("UserNameClaim", "https://example.com/user")) {
            fixture.accepted(
                    "falken", Tokens.withClaims("{\"https://example.com/user\":\"falken\",\"exp\":1767225900}"));
            fixture.rejected("falken", Tokens.of("falken"));
        }
    }

    @Test
    void withoutAPasswordThereIsNoToken() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            ConnectionInfo connection = TokenFixture.connection();

            TokenFixture.rejected(RejectionReason.LOGON_REQUIRED, fixture.logon(connection, LogonRequest.implicit()));
            assertThat(fixture.rejected("falken", "")).contains("no password");
            assertThat(fixture.rejected("falken", "joshua")).isEqualTo("the password isn't a token");
        }
    }

    @Test
    void whatIsNoTokenMayBeLeftToTheNextModule() {
        try (TokenFixture fixture = TokenFixture.withSecret("AbstainWithoutToken", "true")) {
            assertThat(fixture.logon("falken", "joshua")).isInstanceOf(AuthenticationResult.Abstained.class);
            assertThat(fixture.logon("falken", "")).isInstanceOf(AuthenticationResult.Abstained.class);
            assertThat(fixture.logon(TokenFixture.connection(), LogonRequest.implicit()))
                    .isInstanceOf(AuthenticationResult.Abstained.class);
            fixture.rejected("falken", "a.b.c");
            fixture.rejected("lightman", Tokens.of("falken"));
        }
    }

    @ParameterizedTest
    @CsvSource({"exp,-31", "exp,-30", "nbf,31", "iat,31"})
    void oneSecondBeyondTheLeewayATokenIsRefused(String claim, int seconds) {
        try (TokenFixture fixture = TokenFixture.withSecret("Leeway", "30s")) {
            assertThat(fixture.rejected("falken", timed(claim, seconds))).startsWith("the token ");
        }
    }

    @ParameterizedTest
    @CsvSource({"exp,-29", "exp,1", "nbf,30", "nbf,-5000", "iat,30", "iat,-5000"})
    void withinTheLeewayItIsAccepted(String claim, int seconds) {
        try (TokenFixture fixture = TokenFixture.withSecret("Leeway", "30s")) {
            fixture.accepted("falken", timed(claim, seconds));
        }
    }

    @Test
    void withoutLeewayEverySecondCounts() {
        try (TokenFixture fixture = TokenFixture.withSecret("Leeway", "0")) {
            fixture.accepted("falken", timed("exp", 1));
            assertThat(fixture.rejected("falken", timed("exp", 0)))
                    .isEqualTo("the token expired at 2026-01-01T00:00:00Z");
            fixture.rejected("falken", timed("nbf", 1));
        }
    }

    private static String timed(String claim, int seconds) {
        return Tokens.withClaims(
                claim.equals("exp")
                        ? "{\"login\":\"falken\",\"exp\":" + (Tokens.NOW + seconds) + "}"
                        : "{\"login\":\"falken\",\"exp\":" + (Tokens.NOW + 300) + ",\"" + claim + "\":"
                                + (Tokens.NOW + seconds) + "}");
    }

    @Test
    void aFractionOfASecondIsATimeToo() {
        try (TokenFixture fixture = TokenFixture.withSecret("Leeway", "0")) {
            Identity identity =
                    fixture.accepted("falken", Tokens.withClaims("{\"login\":\"falken\",\"exp\":1767225600.5}"));

            assertThat(identity.expiresAt()).isEqualTo(NOW.plusMillis(500));
        }
    }

    @Test
    void aTokenWithoutAnEndIsRefusedUnlessItIsAllowed() {
        String token = Tokens.withClaims("{\"login\":\"falken\"}");
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            assertThat(fixture.rejected("falken", token)).isEqualTo("the token has no 'exp', so it would never end");
        }
        try (TokenFixture fixture = TokenFixture.withSecret("RequireExpiry", "false")) {
            assertThat(fixture.accepted("falken", token).expiresAt()).isEqualTo(Instant.MAX);
            assertThat(fixture.services.time().waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"iss\":\"norad\",\"aud\":\"broker\"", ",\"iss\":\"norad\",\"aud\":[\"x\",\"desk\"]"})
    void issuerAndAudienceAreThoseOfTheConfiguration(String claims) {
        try (TokenFixture fixture =
                TokenFixture.withSecret("Issuer", "norad", "Audience", "broker", "Audience", "desk")) {
            fixture.accepted("falken", Tokens.withClaims(Tokens.claims("falken", claims)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"iss\":\"norad\"",
                ",\"aud\":\"broker\"",
                ",\"iss\":\"Norad\",\"aud\":\"broker\"",
                ",\"iss\":\"norad\",\"aud\":\"broker2\"",
                ",\"iss\":\"norad\",\"aud\":[]",
                ",\"iss\":\"norad\",\"aud\":[7,\"broker\"]",
                ",\"iss\":[\"norad\"],\"aud\":\"broker\"",
                ",\"iss\":\"norad\",\"aud\":{\"broker\":true}",
            })
    void ofAnybodyElseOrForAnybodyElseTheyAreRefused(String claims) {
        try (TokenFixture fixture = TokenFixture.withSecret("Issuer", "norad", "Audience", "broker")) {
            fixture.rejected("falken", Tokens.withClaims(Tokens.claims("falken", claims)));
        }
    }

    @Test
    void theConnectionIsClosedWhenItsTokenEnds() {
        try (TokenFixture fixture = TokenFixture.withSecret("Leeway", "10s")) {
            ConnectionInfo connection = TokenFixture.connection();
            Identity identity = fixture.accepted(connection, "falken", Tokens.of("falken"));

            assertThat(identity.expiresAt()).isEqualTo(NOW.plusSeconds(310));
            fixture.advance(Duration.ofMillis(309_999));
            assertThat(fixture.services.disconnections()).isEmpty();
            fixture.advance(Duration.ofMillis(1));
            assertThat(fixture.services.disconnections()).singleElement().satisfies(disconnection -> {
                assertThat(disconnection.connectionId()).isEqualTo(connection.id());
                assertThat(disconnection.reason()).isEqualTo("the token of the logon has expired");
            });
            fixture.advance(Duration.ofDays(1));
            assertThat(fixture.services.disconnections()).hasSize(1);
        }
    }

    @Test
    void aTokenThatEndsInThousandsOfYearsIsCountedDownToo() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            fixture.accepted("falken", Tokens.withClaims("{\"login\":\"falken\",\"exp\":253402300799}"));

            fixture.advance(Duration.ofDays(2));
            assertThat(fixture.services.disconnections()).isEmpty();
            assertThat(fixture.services.time().waiting()).isOne();
        }
    }

    @Test
    void whenTheConnectionIsGoneNobodyCountsDown() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            ConnectionInfo connection = TokenFixture.connection();
            Identity identity = fixture.accepted(connection, "falken", Tokens.of("falken"));
            assertThat(fixture.services.time().waiting()).isOne();

            fixture.authentication().released(connection, identity);

            assertThat(fixture.services.time().waiting()).isZero();
            fixture.advance(Duration.ofDays(1));
            assertThat(fixture.services.disconnections()).isEmpty();
        }
    }

    @Test
    void aConnectionMayBeAllowedToOutliveItsToken() {
        try (TokenFixture fixture = TokenFixture.withSecret("CloseOnExpiry", "false")) {
            assertThat(fixture.accepted("falken", Tokens.of("falken")).expiresAt())
                    .isEqualTo(Instant.MAX);
            fixture.advance(Duration.ofDays(1));
            assertThat(fixture.services.disconnections()).isEmpty();
            fixture.rejected("falken", Tokens.of("falken"));
        }
    }

    @Test
    void afterAResetOnlyNewerTokensOfTheUserCount() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            fixture.accepted("falken", Tokens.of("falken"));
            fixture.advance(Duration.ofSeconds(10));
            fixture.authentication().resetUser("falken");

            assertThat(fixture.rejected("falken", Tokens.of("falken")))
                    .isEqualTo("the user was reset after the token was issued: a new one is needed");
            fixture.rejected("", Tokens.of("falken"));
            fixture.rejected("falken", issued(9));
            fixture.accepted("falken", issued(10));
            fixture.accepted("lightman", Tokens.of("lightman"));
            // Who doesn't say when it was issued may have been issued before.
            fixture.rejected("falken", Tokens.withClaims("{\"login\":\"falken\",\"exp\":1767225900}"));
            fixture.accepted("lightman", Tokens.withClaims("{\"login\":\"lightman\",\"exp\":1767225900}"));
        }
    }

    private static String issued(int seconds) {
        return Tokens.withClaims(
                "{\"login\":\"falken\",\"iat\":" + (Tokens.NOW + seconds) + ",\"exp\":" + (Tokens.NOW + 300) + "}");
    }

    @Test
    void aResetOutlivesTheContextThatWasToldOfIt() {
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            fixture.advance(Duration.ofSeconds(10));
            try (EntitlementContext entitlement = fixture.entitlement()) {
                entitlement.resetUser("falken");
            }
            fixture.rejected("falken", Tokens.of("falken"));
            fixture.accepted("lightman", Tokens.of("lightman"));
            try (EntitlementContext entitlement = fixture.entitlement()) {
                entitlement.reset();
            }
            fixture.rejected("lightman", Tokens.of("lightman"));
        }
    }

    @Test
    void pastTheLimitOfResetsMoreIsRefusedAndNotLess() {
        Resets resets = new Resets(2);
        resets.add("a", NOW);
        resets.add("b", NOW.plusSeconds(1));
        resets.add("a", NOW.plusSeconds(2));
        assertThat(resets.refuses("b", java.util.Optional.of(NOW))).isTrue();
        assertThat(resets.refuses("x", java.util.Optional.of(NOW))).isFalse();

        resets.add("c", NOW.plusSeconds(3));

        assertThat(resets.refuses("b", java.util.Optional.of(NOW))).isTrue();
        assertThat(resets.refuses("x", java.util.Optional.of(NOW))).isTrue();
        assertThat(resets.refuses("x", java.util.Optional.of(NOW.plusSeconds(1))))
                .isFalse();
        assertThat(resets.refuses("a", java.util.Optional.of(NOW.plusSeconds(1))))
                .isTrue();
        assertThat(resets.refuses("c", java.util.Optional.of(NOW.plusSeconds(2))))
                .isTrue();
    }

    private static EntitlementDecision check(
            EntitlementContext context, Identity identity, Permission permission, Resource resource) {
        try {
            return context.check(new EntitlementRequest(
                    TokenFixture.connection(), identity, resource, permission, Operation.SUBSCRIBE));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theDocumentOfTheTokenSaysWhatItsConnectionMayDo() {
        try (TokenFixture fixture = TokenFixture.withSecret("PermissionsClaim", "permissions")) {
            Identity rich = fixture.accepted("falken", Tokens.withClaims(Tokens.claims("falken", DOCUMENT)));
            Identity poor = fixture.accepted(
                    "falken", Tokens.withClaims(Tokens.claims("falken", ",\"permissions\":{\"logon\":true}")));
            EntitlementContext entitlement = fixture.entitlement();

            assertThat(entitlement.keyScope()).isEqualTo(KeyScope.CONNECTION);
            assertThat(check(entitlement, rich, Permission.READ, Resource.topic("desk/fx")))
                    .isInstanceOfSatisfying(EntitlementDecision.Granted.class, granted -> {
                        assertThat(granted.filter()).isEqualTo("/x > 1");
                        assertThat(granted.explanation().rule()).isEqualTo("/topic/0");
                    });
            assertThat(check(entitlement, rich, Permission.LOGON, Resource.logon()))
                    .isInstanceOf(EntitlementDecision.Granted.class);
            // The same user, at the same time, with another token.
            assertThat(check(entitlement, poor, Permission.READ, Resource.topic("desk/fx")))
                    .isInstanceOf(EntitlementDecision.Denied.class);
        }
    }

    @Test
    void whoDidNotComeWithADocumentIsDenied() {
        try (TokenFixture fixture = TokenFixture.withSecret();
                TokenFixture other = TokenFixture.withSecret("PermissionsClaim", "permissions")) {
            Identity plain = fixture.accepted("falken", Tokens.of("falken"));
            Identity foreign = other.accepted("falken", Tokens.withClaims(Tokens.claims("falken", DOCUMENT)));
            EntitlementContext entitlement = fixture.entitlement();

            for (Identity identity : new Identity[] {plain, foreign, Identity.of("falken")}) {
                assertThat(check(entitlement, identity, Permission.READ, Resource.topic("desk/fx")))
                        .isInstanceOf(EntitlementDecision.Denied.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"permissions\":null",
                ",\"permissions\":\"{}\"",
                ",\"permissions\":[]",
                ",\"permissions\":{\"topic\":{}}",
                ",\"permissions\":{\"topic\":[{\"topic\":\"(\",\"read\":true}]}",
                ",\"permissions\":{\"user_name\":\"admin\"}",
            })
    void aDocumentThatIsMissingOrNoGoodMakesTheTokenNoGood(String claims) {
        try (TokenFixture fixture = TokenFixture.withSecret("PermissionsClaim", "permissions")) {
            assertThat(fixture.rejected("falken", Tokens.withClaims(Tokens.claims("falken", claims))))
                    .contains("permissions");
        }
    }

    @Test
    void aDocumentThatForbidsThisKindOfConnectionIsHeeded() {
        try (TokenFixture fixture = TokenFixture.withSecret("PermissionsClaim", "permissions")) {
            String token = Tokens.withClaims(Tokens.claims(
                    "falken",
                    ",\"permissions\": { \"logon\": true, \"replication-logon\": false, \"user_name\": \"falken\" } "));
            ConnectionInfo replication = ConnectionInfo.builder("r", "mqtt")
                    .kind(ConnectionKind.REPLICATION)
                    .build();

            fixture.accepted("falken", token);
            TokenFixture.rejected(
                    RejectionReason.NOT_PERMITTED,
                    fixture.logon(replication, LogonRequest.explicit("falken", Secret.of(token))));
        }
    }
}
