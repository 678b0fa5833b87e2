package dev.keyhole.simple;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RejectionReason;

/**
 * Lets in any user with any password.
 *
 * @param allowSpoofing whether to bind the name that the client gives, which nobody has verified, instead of the empty one
 * @param requireLogon whether to refuse implicit logons
 * @param requireUsername whether to refuse empty user names, that of an implicit logon included
 */
record Anybody(boolean allowSpoofing, boolean requireLogon, boolean requireUsername) implements AuthenticationPolicy {

    static final Option<Boolean> ALLOW_SPOOFING = Option.bool(
                    "AllowSpoofing", "bind the user name that the client gives, unverified, instead of the empty one")
            .withDefault(false)
            .onlyIn(Place.MODULE, Place.AUTHENTICATION);

    static final Option<Boolean> REQUIRE_LOGON = Option.bool("RequireLogon", "refuse clients that send no logon")
            .withDefault(true)
            .onlyIn(Place.MODULE, Place.AUTHENTICATION);

    static final Option<Boolean> REQUIRE_USERNAME = Option.bool("RequireUsername", "refuse an empty user name")
            .withDefault(false)
            .onlyIn(Place.MODULE, Place.AUTHENTICATION);

    @Override
    public AuthenticationResult judge(LogonRequest request) {
        return switch (request.kind()) {
            case EXPLICIT -> admit(request.userName());
            case IMPLICIT ->
                requireLogon
                        ? new Rejected(
                                RejectionReason.LOGON_REQUIRED, "RequireLogon is true and the client sent no logon")
                        : admit(request.userName());
            case ANSWER -> new Rejected(RejectionReason.MALFORMED_REQUEST, "an answer, although nothing was asked");
        };
    }

    private AuthenticationResult admit(String userName) {
        if (requireUsername && userName.isEmpty()) {
            return new Rejected(
                    RejectionReason.USER_NAME_REQUIRED, "RequireUsername is true and the user name is empty");
        }
        return new Accepted(Identity.of(allowSpoofing ? userName : ""));
    }
}
