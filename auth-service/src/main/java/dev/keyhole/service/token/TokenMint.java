package dev.keyhole.service.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.keyhole.spi.Secret;
import java.io.StringWriter;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes tokens, and knows its own. Thread-safe. */
final class TokenMint {

    /** Beyond it clients and brokers refuse a token anyway. */
    static final int MAX_TOKEN_LENGTH = 16 << 10;

    private static final String LOGIN = "login";
    /** As OpenID Connect calls it. */
    private static final String AUTHENTICATED_AT = "auth_time";

    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final JsonFactory JSON = new JsonFactory();

    private final TokenSettings settings;
    private final Supplier<KeyRing> keys;
    private final Clock clock;

    /**
     * @param keys may throw {@link dev.keyhole.service.StoreUnavailableException}
     */
    TokenMint(TokenSettings settings, Supplier<KeyRing> keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * A token for a user whose login was then; empty if that is too long ago, or if the document makes it too large.
     *
     * @param document the user's, as JSON; empty if tokens carry none
     */
    Optional<IssuedToken> issue(String user, Instant login, Optional<String> document) {
        Instant starts = now();
        Instant last = login.plus(settings.maxRenewal());
        Instant wanted = starts.plus(settings.lifetime());
        Instant expires = wanted.isBefore(last) ? wanted : last;
        if (!starts.isBefore(expires)) {
            return Optional.empty();
        }
        SigningKey key = keys.get().signing();
        String signed =
                Base64URL.encode(header(key)) + "." + Base64URL.encode(claims(user, login, starts, expires, document));
        try {
            String token = signed + "." + key.sign(signed.getBytes(US_ASCII));
            return Optional.of(new IssuedToken(Secret.of(token), starts, expires, settings.leeway()))
                    .filter(issued -> issued.token().length() <= MAX_TOKEN_LENGTH);
        } catch (UnusableKeyException e) {
            throw new IllegalStateException("a key that was tried can't sign", e);
        }
    }

    private static String header(SigningKey key) {
        JWSHeader.Builder header = new JWSHeader.Builder(key.algorithm()).type(JOSEObjectType.JWT);
        key.id().ifPresent(header::keyID);
        return header.build().toString();
    }

    private String claims(String user, Instant login, Instant starts, Instant expires, Optional<String> document) {
        StringWriter claims = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), claims)) {
            json.writeStartObject();
            json.writeStringProperty(LOGIN, user);
            json.writeStringProperty("sub", user);
            settings.issuer().ifPresent(issuer -> json.writeStringProperty("iss", issuer));
            settings.audience().ifPresent(audience -> json.writeStringProperty("aud", audience));
            json.writeNumberProperty("iat", starts.getEpochSecond());
            json.writeNumberProperty("exp", expires.getEpochSecond());
            json.writeNumberProperty(AUTHENTICATED_AT, login.getEpochSecond());
            if (settings.permissionsClaim().isPresent() && document.isPresent()) {
                json.writeName(settings.permissionsClaim().get());
                json.writeRawValue(document.get());
            }
            json.writeEndObject();
        }
        return claims.toString();
    }

    /** Whose the token is; empty if it isn't one of ours, or not in its time. */
    Optional<Bearer> verify(Secret token) {
        if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        String text = token.reveal();
        if (!COMPACT.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        try {
            JWSHeader header = JWSHeader.parse(new Base64URL(parts[0]));
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
            boolean ours = isOurKind(header)
                    && candidates(header).stream().anyMatch(key -> key.verify(signed, new Base64URL(parts[2])));
            return ours
                    ? bearer(JWTClaimsSet.parse(new String(new Base64URL(parts[1]).decode(), UTF_8)))
                    : Optional.empty();
        } catch (ParseException | RuntimeException e) {
            if (e instanceof dev.keyhole.service.StoreUnavailableException unavailable) {
                throw unavailable;
            }
            return Optional.empty();
        }
    }

    private static boolean isOurKind(JWSHeader header) {
        return JOSEObjectType.JWT.equals(header.getType())
                && (header.getCriticalParams() == null
                        || header.getCriticalParams().isEmpty())
                && header.isBase64URLEncodePayload();
    }

    private List<SigningKey> candidates(JWSHeader header) {
        return keys.get().candidates(header.getAlgorithm(), Optional.ofNullable(header.getKeyID()));
    }

    private Optional<Bearer> bearer(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Optional<String> user =
                Optional.ofNullable(claims.getStringClaim(LOGIN)).filter(name -> !name.isEmpty());
        Optional<Instant> login =
                Optional.ofNullable(claims.getDateClaim(AUTHENTICATED_AT)).map(Date::toInstant);
        boolean inTime = isInTime(claims, now);
        boolean forUs = Optional.ofNullable(claims.getIssuer()).equals(settings.issuer())
                && settings.audience().map(List::of).orElse(List.of()).equals(claims.getAudience());
        return inTime && forUs ? user.flatMap(name -> login.map(at -> new Bearer(name, at))) : Optional.empty();
    }

    private boolean isInTime(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        return expires != null
                && issued != null
                && now.isBefore(expires.toInstant().plus(settings.leeway()))
                && !now.isBefore(issued.toInstant().minus(settings.leeway()));
    }
}
