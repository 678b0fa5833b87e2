package dev.keyhole.token;

import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Abstained;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.util.Arrays;

/** One logon: its password is the token. */
final class TokenExchange implements AuthenticationExchange {

    private final TokenAuthentication context;
    private final ConnectionInfo connection;

    TokenExchange(TokenAuthentication context, ConnectionInfo connection) {
        this.context = context;
        this.connection = connection;
    }

    @Override
    public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
        context.checkOpen();
        Secret secret = request.secret();
        if (secret.isEmpty()) {
            return withoutToken(
                    request.kind() == LogonRequest.Kind.IMPLICIT
                            ? RejectionReason.LOGON_REQUIRED
                            : RejectionReason.BAD_CREDENTIALS,
                    "the logon has no password, where the token should be");
        }
        if (secret.length() > context.verifier().maxSize()) {
            return rejected("the password is larger than the "
                    + context.verifier().maxSize() + " bytes that 'MaxTokenSize' allows a token");
        }
        byte[] token = secret.toBytes();
        try {
            return CompactToken.resembles(token) || !context.abstainsWithoutToken()
                    ? verified(request, token)
                    : withoutToken(RejectionReason.BAD_CREDENTIALS, "the password isn't a token");
        } finally {
            Arrays.fill(token, (byte) 0);
        }
    }

    private AuthenticationResult verified(LogonRequest request, byte[] token) throws InterruptedException {
        try {
            Claims claims = context.verifier().verify(token);
            if (!request.userName().isEmpty() && !request.userName().equals(claims.userName())) {
                return rejected("the token is that of another user");
            }
            return context.admit(connection, claims);
        } catch (InvalidTokenException e) {
            return rejected(String.valueOf(e.getMessage()));
        }
    }

    private AuthenticationResult withoutToken(RejectionReason reason, String detail) {
        return context.abstainsWithoutToken() ? new Abstained(detail) : new Rejected(reason, detail);
    }

    private static Rejected rejected(String detail) {
        return new Rejected(RejectionReason.BAD_CREDENTIALS, detail);
    }
}
