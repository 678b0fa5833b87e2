package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.Characters;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.BasicUserPrincipal;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One answer to a challenge of Digest authentication, plugged into the HTTP client for one request. The client's own
 * scheme counts the uses of a nonce in the same object that holds the user; here the count belongs to the challenge, so
 * that different users answer one challenge, each with a single request, without sharing anything else.
 */
final class DigestScheme implements AuthScheme {

    private static final String HEX = "0123456789ABCDEF";

    private final DigestChallenge challenge;
    private final Credentials credentials;
    private final long count;
    private final String clientNonce;

    /**
     * @param count how many answers the challenge has got with this one
     * @param clientNonce never used before
     */
    DigestScheme(DigestChallenge challenge, Credentials credentials, long count, String clientNonce) {
        this.challenge = challenge;
        this.credentials = credentials;
        this.count = count;
        this.clientNonce = clientNonce;
    }

    @Override
    public String getName() {
        return StandardAuthScheme.DIGEST;
    }

    @Override
    public boolean isConnectionBased() {
        return false;
    }

    /** A scheme answers the challenge that it was made for and no other. */
    @Override
    public void processChallenge(AuthChallenge other, HttpContext context) throws MalformedChallengeException {
        throw new MalformedChallengeException("this scheme is for one request");
    }

    @Override
    public boolean isChallengeComplete() {
        return true;
    }

    @Override
    public String getRealm() {
        return challenge.realm();
    }

    @Override
    public boolean isResponseReady(HttpHost host, CredentialsProvider provider, HttpContext context) {
        return true;
    }

    @Override
    public Principal getPrincipal() {
        return new BasicUserPrincipal(credentials.userName());
    }

    @Override
    public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context) {
        return authorization(request.getMethod(), request.getPath());
    }

    /** The value of the {@code Authorization} header for a method and a request target. */
    String authorization(String method, String target) {
        DigestAlgorithm algorithm = challenge.algorithm();
        String counted = String.format(Locale.ROOT, "%08x", count);
        String middle = challenge.hasQualityOfProtection()
                ? challenge.nonce() + ":" + counted + ":" + clientNonce + ":auth"
                : challenge.nonce();
        String response = algorithm.hash(userKey() + ":" + middle + ":" + algorithm.hash(method + ":" + target));

        List<String> parameters = new ArrayList<>();
        parameters.add(userName());
        parameters.add("realm=" + quoted(challenge.realm()));
        parameters.add("nonce=" + quoted(challenge.nonce()));
        parameters.add("uri=" + quoted(target));
        parameters.add("response=" + quoted(response));
        parameters.add("algorithm=" + algorithm.token());
        if (challenge.hasQualityOfProtection()) {
            parameters.add("qop=auth");
            parameters.add("nc=" + counted);
        }
        if (challenge.hasQualityOfProtection() || algorithm.isSession()) {
            parameters.add("cnonce=" + quoted(clientNonce));
        }
        challenge.opaque().ifPresent(opaque -> parameters.add("opaque=" + quoted(opaque)));
        if (challenge.wantsUserHash()) {
            parameters.add("userhash=true");
        }
        return "Digest " + String.join(", ", parameters);
    }

    /** {@code H(A1)} of the RFC. */
    private String userKey() {
        DigestAlgorithm algorithm = challenge.algorithm();
        byte[] name = (credentials.userName() + ":" + challenge.realm() + ":").getBytes(UTF_8);
        byte[] password = credentials.password();
        byte[] all = Arrays.copyOf(name, name.length + password.length);
        System.arraycopy(password, 0, all, name.length, password.length);
        String key = algorithm.hash(all);
        Arrays.fill(all, (byte) 0);
        Arrays.fill(password, (byte) 0);
        return algorithm.isSession() ? algorithm.hash(key + ":" + challenge.nonce() + ":" + clientNonce) : key;
    }

    private String userName() {
        String name = credentials.userName();
        if (challenge.wantsUserHash()) {
            return "username=" + quoted(challenge.algorithm().hash(name + ":" + challenge.realm()));
        }
        boolean ascii = name.chars().allMatch(c -> c < 0x80);
        return ascii || !challenge.readsExtendedNames() ? "username=" + quoted(name) : "username*=" + extended(name);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** {@code ext-value} of RFC 8187. */
    private static String extended(String value) {
        StringBuilder result = new StringBuilder("UTF-8''");
        for (byte b : value.getBytes(UTF_8)) {
            if (b >= 0 && (Characters.isAsciiLetterOrDigit(b) || "!#$&+-.^_`|~".indexOf(b) >= 0)) {
                result.append((char) b);
            } else {
                result.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return result.toString();
    }

    @Override
    public String toString() {
        return "DigestScheme[***]";
    }
}
