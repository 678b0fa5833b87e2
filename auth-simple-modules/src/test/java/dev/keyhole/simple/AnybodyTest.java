package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnybodyTest {

    @ParameterizedTest
    @CsvSource({
        // AllowSpoofing, RequireLogon, RequireUsername, logon, what becomes of it
        "false, true,  false, falken,   bound to ''",
        "false, true,  false, '',       bound to ''",
        "true,  true,  false, falken,   bound to 'falken'",
        "true,  true,  false, '',       bound to ''",
        "true,  true,  true,  falken,   bound to 'falken'",
        "true,  true,  true,  '',       USER_NAME_REQUIRED",
        "false, true,  true,  '',       USER_NAME_REQUIRED",
        "false, true,  false, implicit, LOGON_REQUIRED",
        "true,  true,  true,  implicit, LOGON_REQUIRED",
        "false, false, false, implicit, bound to ''",
        "true,  false, false, implicit, bound to ''",
        "false, false, true,  implicit, USER_NAME_REQUIRED",
        "true,  false, false, answer,   MALFORMED_REQUEST"
    })
    void isLetInAsTheOptionsSay(
            boolean allowSpoofing, boolean requireLogon, boolean requireUsername, String logon, String expected) {
        LogonRequest request =
                switch (logon) {
                    case "implicit" -> LogonRequest.implicit();
                    case "answer" -> LogonRequest.answer("falken", Secret.of("joshua"));
                    default -> LogonRequest.explicit(logon, Secret.of("joshua"));
                };
        AuthenticationResult result = new Anybody(allowSpoofing, requireLogon, requireUsername).judge(request);

        assertThat(result.<String>match(
                        accepted -> "bound to '" + accepted.identity().userName() + "'",
                        rejected -> rejected.reason().name(),
                        challenge -> "challenged",
                        abstained -> "abstained"))
                .isEqualTo(expected);
    }
}
