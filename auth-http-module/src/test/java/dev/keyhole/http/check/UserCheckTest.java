package dev.keyhole.http.check;

import static dev.keyhole.http.check.CheckFixture.LAPTOP;
import static dev.keyhole.http.check.CheckFixture.at;
import static dev.keyhole.http.check.CheckFixture.logOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Abstained;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserCheckTest {

    private final CheckFixture fixture = new CheckFixture();
    private final CheckServer server;

    UserCheckTest() throws IOException {
        server = new CheckServer(request -> Reply.json("{\"ok\":true}"));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @Test
    void withoutAUserNameThereIsNoRequestUnlessTheServiceTakesThat() {
        AuthenticationContext users = fixture.users(at(server));
        assertThat(logOn(users, LAPTOP, LogonRequest.implicit()))
                .isEqualTo(new Rejected(RejectionReason.LOGON_REQUIRED, "a logon is required"));
        assertThat(logOn(users, "", "joshua"))
                .isEqualTo(new Rejected(RejectionReason.USER_NAME_REQUIRED, "a user name is required"));
        assertThat(server.requests()).isEmpty();

        AuthenticationContext open = fixture.users(at(server, "ServerAcceptsEmptyAuthId", "true"));
        assertThat(logOn(open, LAPTOP, LogonRequest.implicit())).isInstanceOf(Accepted.class);
        assertThat(server.requests().get(0).body())
                .isEqualTo("{\"username\":\"\",\"password\":\"\",\"client_id\":\"laptop\"}");
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithoutARequest() {
        AuthenticationContext users = fixture.users(at(server));
        LogonRequest bytes = LogonRequest.explicit("falken", Secret.of(new byte[] {(byte) 0xff}));
        assertThat(logOn(users, LAPTOP, bytes))
                .isEqualTo(new Rejected(RejectionReason.MALFORMED_REQUEST, "the password isn't UTF-8"));
        assertThat(logOn(users, "falken\udc00", "joshua"))
                .extracting(result -> ((Rejected) result).reason())
                .isEqualTo(RejectionReason.MALFORMED_REQUEST);
        ConnectionInfo half =
                ConnectionInfo.builder("c2", "mqtt").clientName("lap\ud800").build();
        assertThat(logOn(users, half, LogonRequest.explicit("falken", Secret.of("joshua"))))
                .extracting(result -> ((Rejected) result).reason())
                .isEqualTo(RejectionReason.MALFORMED_REQUEST);
        assertThat(server.requests()).isEmpty();
        assertThat(users.sharingKey(half, LogonRequest.explicit("falken", Secret.of("joshua"))))
                .isEmpty();
        assertThat(users.sharingKey(LAPTOP, LogonRequest.explicit("falken\udc00", Secret.of("joshua"))))
                .isEmpty();
    }

    @Test
    void whatTheServiceSaysOfADenialIsNotPassedOn() {
        server.handler(request -> Reply.json("{\"ok\":false,\"error\":\"joshua is wrong\"}"));
        assertThat(logOn(fixture.users(at(server)), "falken", "joshua"))
                .isEqualTo(new Rejected(RejectionReason.BAD_CREDENTIALS, "the service answered 200 with 'ok': false"));
    }

    @Test
    void noOpinionAbstains() {
        server.handler(request -> Reply.json("{}"));
        assertThat(logOn(fixture.users(at(server)), "falken", "joshua"))
                .isEqualTo(new Abstained("the service answered 200 without a field 'ok'"));
    }

    @Test
    void aFaultIsUnavailableUnlessItIsToAbstain() {
        server.handler(request -> Reply.hangUp());
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> logOn(fixture.users(at(server)), "falken", "joshua"))
                .withMessage("no answer from http://127.0.0.1:" + server.port() + ": it broke the connection off");
        assertThat(logOn(fixture.users(at(server, "OnError", "ABSTAIN")), "falken", "joshua"))
                .isEqualTo(new Abstained("'OnError' makes no opinion of this: no answer from http://127.0.0.1:"
                        + server.port() + ": it broke the connection off"));
    }

    @Test
    void aClosedContextNeverAbstains() {
        AuthenticationContext users = fixture.users(at(server, "OnError", "abstain"));
        var begun = users.begin(LAPTOP);
        users.close();
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> begun.respond(LogonRequest.explicit("falken", Secret.of("joshua"))));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void onlyTheVerySameQuestionIsShared() {
        AuthenticationContext users = fixture.users(at(server));
        ConnectionInfo sameClient =
                ConnectionInfo.builder("c2", "mqtt").clientName("laptop").build();
        ConnectionInfo otherClient =
                ConnectionInfo.builder("c3", "mqtt").clientName("phone").build();
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));
        Object key = users.sharingKey(LAPTOP, request).orElseThrow();
        assertThat(key.toString()).doesNotContain("joshua").doesNotContain("falken");
        assertThat(users.sharingKey(sameClient, LogonRequest.explicit("falken", Secret.of("joshua"))))
                .contains(key);
        assertThat(users.sharingKey(otherClient, request)).isPresent().isNotEqualTo(java.util.Optional.of(key));
        assertThat(users.sharingKey(LAPTOP, LogonRequest.explicit("falken", Secret.of("joshub"))))
                .isNotEqualTo(java.util.Optional.of(key));
        assertThat(users.sharingKey(LAPTOP, LogonRequest.explicit("falkenj", Secret.of("oshua"))))
                .isNotEqualTo(java.util.Optional.of(key));
        assertThat(users.sharingKey(LAPTOP, LogonRequest.implicit()))
                .isNotEqualTo(users.sharingKey(LAPTOP, LogonRequest.explicit("", Secret.empty())));
    }

    @Test
    void aSharedAcceptanceHasAnIdentityOfItsOwn() {
        AuthenticationContext users = fixture.users(at(server));
        Accepted accepted = (Accepted) logOn(users, "falken", "joshua");
        AuthenticationResult shared = users.share(accepted, LAPTOP).orElseThrow();
        assertThat(((Accepted) shared).identity()).isNotEqualTo(accepted.identity());
        assertThat(((Accepted) shared).identity().userName()).isEqualTo("falken");
        AuthenticationResult no = new Rejected(RejectionReason.BAD_CREDENTIALS, "no");
        assertThat(users.share(no, LAPTOP)).contains(no);
    }

    @Test
    void thePathCanBeChosen() {
        logOn(fixture.users(at(server, "user_uri", "/auth/user.php", "request_method", "post")), "falken", "joshua");
        assertThat(server.requests().get(0).line()).isEqualTo("POST /auth/user.php HTTP/1.1");
    }
}
