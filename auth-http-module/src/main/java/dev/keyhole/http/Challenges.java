package dev.keyhole.http;

import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.ParserCursor;

/** Reads {@code WWW-Authenticate} headers. */
final class Challenges {

    private Challenges() {}

    /** The strongest challenge of those that we can answer. A header that can't be read counts as if it weren't there. */
    static Optional<Challenge> strongest(List<String> headers) {
        return parse(headers).stream()
                .filter(challenge -> challenge.getSchemeName().equalsIgnoreCase(StandardAuthScheme.BASIC))
                .findFirst()
                .map(challenge -> new BasicChallenge());
    }

    private static List<AuthChallenge> parse(List<String> headers) {
        return headers.stream().flatMap(header -> parse(header).stream()).toList();
    }

    private static List<AuthChallenge> parse(String header) {
        try {
            return AuthChallengeParser.INSTANCE.parse(
                    ChallengeType.TARGET, header, new ParserCursor(0, header.length()));
        } catch (ParseException e) {
            return List.of();
        }
    }
}
