package dev.keyhole.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {

    private static final ConnectionInfo CONNECTION =
            ConnectionInfo.builder("1", "mqtt").build();

    @Test
    void onlyTheHolderOfTheKeyReadsAnAttachment() {
        AttachmentKey<String> mine = AttachmentKey.of(String.class);
        AttachmentKey<String> theirs = AttachmentKey.of(String.class);
        Identity identity = Identity.of("falken").with(mine, "document");

        assertThat(identity.attachment(mine)).contains("document");
        assertThat(identity.attachment(theirs)).isEmpty();
        assertThat(identity.toString()).doesNotContain("document");
    }

    @Test
    void anIdentityKeepsItsAttachmentWhenItGetsAnEnd() {
        AttachmentKey<Integer> key = AttachmentKey.of(Integer.class);
        Identity identity = Identity.of("falken").with(key, 7).expiringAt(Instant.EPOCH);

        assertThat(identity.expiresAt()).isEqualTo(Instant.EPOCH);
        assertThat(identity.attachment(key)).contains(7);
        assertThat(Identity.of("falken").expiresAt()).isEqualTo(Instant.MAX);
    }

    @Test
    void aModuleThatDoesNotAuthenticateSaysSo() {
        SecurityModule module = new SecurityModule() {
            @Override
            public Set<Capability> capabilities() {
                return Set.of(Capability.ENTITLEMENT);
            }

            @Override
            public void close() {}
        };
        ContextServices services = new ContextServices() {
            @Override
            public void resetUser(String userName, String reason) {}

            @Override
            public void resetOthers(String userName, String reason, ConnectionInfo spared) {}

            @Override
            public void forgetUser(String userName) {}
        };
        ContextSettings settings = new ContextSettings(
                "web", "mqtt", OptionSchema.of().readModule(List.of()).orThrow(), services);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> module.authentication(settings))
                .withMessage("module 'web' can't be used for authentication");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> module.entitlement(settings))
                .withMessage("module 'web' can't be used for entitlement");
    }

    @ParameterizedTest
    @CsvSource({
        "LOGON,LOGON,true",
        "LOGON,READ,false",
        "REPLICATION_LOGON,LOGON,true",
        "REPLICATION_LOGON,REPLICATE,false",
        "TOPIC,LOGON,false",
        "TOPIC,READ,true",
        "TOPIC,WRITE,true",
        "TOPIC,REPLICATE,true",
        "ADMIN,READ,true",
        "ADMIN,WRITE,true",
        "ADMIN,REPLICATE,false"
    })
    void aRequestMakesSenseOrIsNotMade(ResourceType type, Permission permission, boolean makesSense) {
        Resource resource = new Resource(type, type == ResourceType.TOPIC || type == ResourceType.ADMIN ? "name" : "");
        Operation operation = Operation.usualFor(permission, type);
        if (makesSense) {
            EntitlementRequest request =
                    new EntitlementRequest(CONNECTION, Identity.of("falken"), resource, permission, operation);
            assertThat(request.resource()).isEqualTo(resource);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new EntitlementRequest(CONNECTION, Identity.of("falken"), resource, permission, operation));
        }
    }

    @Test
    void aLogonHasNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Resource(ResourceType.LOGON, "falken"));
        assertThat(Resource.logon().name()).isEmpty();
        assertThat(Resource.replicationLogon().type()).isEqualTo(ResourceType.REPLICATION_LOGON);
    }

    @Test
    void anImplicitLogonCarriesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogonRequest(LogonRequest.Kind.IMPLICIT, "falken", Secret.empty(), ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogonRequest(LogonRequest.Kind.IMPLICIT, "", Secret.of("joshua"), ""));
        assertThat(LogonRequest.implicit().kind()).isEqualTo(LogonRequest.Kind.IMPLICIT);
    }

    @Test
    void anEmptyUserNameIsStillAnExplicitLogon() {
        LogonRequest request = LogonRequest.explicit("", Secret.empty()).withCorrelationId("7");
        assertThat(request.kind()).isEqualTo(LogonRequest.Kind.EXPLICIT);
        assertThat(request.correlationId()).isEqualTo("7");
    }

    @Test
    void aDurationOfValidityIsMoreThanZero() {
        assertThat(Validity.lasting(Duration.ofSeconds(1)).duration()).isEqualTo(Duration.ofSeconds(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Validity.lasting(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Validity(Validity.Kind.UNTIL_RESET, Duration.ofSeconds(1), Duration.ZERO, Coverage.name()));
    }

    @Test
    void resultsAreMatchedByTheirKind() {
        assertThat(List.of(
                                new AuthenticationResult.Accepted(Identity.of("falken")),
                                new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "no"),
                                new AuthenticationResult.Challenge(Secret.of("nonce")),
                                new AuthenticationResult.Abstained("no opinion"))
                        .stream()
                        .map(result -> ((AuthenticationResult) result)
                                .<String>match(a -> "accepted", r -> "rejected", c -> "challenge", n -> "abstained")))
                .containsExactly("accepted", "rejected", "challenge", "abstained");
    }

    @Test
    void decisionsAreMatchedByTheirKind() {
        Explanation because = Explanation.of("because");
        assertThat(List.of(
                                EntitlementDecision.granted(because),
                                EntitlementDecision.denied(because),
                                EntitlementDecision.abstained(because))
                        .stream()
                        .map(decision -> ((EntitlementDecision) decision)
                                .<String>match(g -> "granted", d -> "denied", a -> "abstained")))
                .containsExactly("granted", "denied", "abstained");
        assertThat(EntitlementDecision.abstained(because).validity()).isEqualTo(Validity.notCached());
    }

    @Test
    void aConnectionIsDescribedOnce() {
        InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
        ConnectionInfo.Builder builder = ConnectionInfo.builder("7", "mqtt")
                .kind(ConnectionKind.REPLICATION)
                .connectionName("AMPS-7")
                .clientName("laptop")
                .protocol("mqtt")
                .messageType("json")
                .remoteAddress(remote)
                .localAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883))
                .tls(new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", List.of()));
        ConnectionInfo info = builder.build();
        builder.clientName("changed later");

        assertThat(info.clientName()).isEqualTo("laptop");
        assertThat(info.remoteAddress()).contains(remote);
        assertThat(info.kind()).isEqualTo(ConnectionKind.REPLICATION);
        assertThat(info.tls()).map(TlsInfo::protocol).contains("TLSv1.3");
        assertThat(CONNECTION.remoteAddress()).isEmpty();
        assertThat(CONNECTION.kind()).isEqualTo(ConnectionKind.APPLICATION);
    }
}
