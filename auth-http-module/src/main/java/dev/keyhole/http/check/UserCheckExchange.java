package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Abstained;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** One logon: one question, and what the answer means for it. */
final class UserCheckExchange implements AuthenticationExchange {

    private final UserCheck context;
    private final ConnectionInfo connection;

    UserCheckExchange(UserCheck context, ConnectionInfo connection) {
        this.context = context;
        this.connection = connection;
    }

    @Override
    public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
        context.service().calls().check();
        if (request.userName().isEmpty() && !context.acceptsEmptyName()) {
            return request.kind() == LogonRequest.Kind.IMPLICIT
                    ? new Rejected(RejectionReason.LOGON_REQUIRED, "a logon is required")
                    : new Rejected(RejectionReason.USER_NAME_REQUIRED, "a user name is required");
        }
        if (Characters.hasLoneSurrogate(request.userName()) || Characters.hasLoneSurrogate(connection.clientName())) {
            return new Rejected(
                    RejectionReason.MALFORMED_REQUEST, "the user name or the client's name holds half of a character");
        }
        byte[] password = request.secret().toBytes();
        try (Question question = new Question()
                .text("username", request.userName())
                .text("password", password)
                .text("client_id", connection.clientName())) {
            if (!isText(password)) {
                return new Rejected(RejectionReason.MALFORMED_REQUEST, "the password isn't UTF-8");
            }
            return judge(context.ask(question), request.userName());
        } catch (ModuleUnavailableException e) {
            context.service().calls().check();
            if (context.onError() == OnError.DENY) {
                throw e;
            }
            return new Abstained("'OnError' makes no opinion of this: " + e.getMessage());
        }
    }

    private static boolean isText(byte[] password) {
        try {
            CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
            Arrays.fill(text.array(), '\0');
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** What the service says of a denial isn't passed on: it may hold the password. */
    private static AuthenticationResult judge(Vote vote, String userName) {
        if (vote instanceof Vote.Yes) {
            return new Accepted(Identity.of(userName));
        }
        return vote instanceof Vote.No
                ? new Rejected(RejectionReason.BAD_CREDENTIALS, vote.detail())
                : new Abstained(vote.detail());
    }
}
