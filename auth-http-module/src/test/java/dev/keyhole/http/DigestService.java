package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.RecordingServer.Request;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service behind Digest authentication, written from the RFC and not from the module. */
final class DigestService implements Handler {

    private static final Pattern PARAMETER = Pattern.compile("([a-z*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^, ]+))");
    private static final String REALM = "keyhole";

    final Map<String, String> passwords = new ConcurrentHashMap<>(Map.of("falken", "joshua", "lightman", "pencil"));
    final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger issued = new AtomicInteger();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    volatile String parameters;
    volatile String answered = "";

    /**
     * @param parameters of the challenge besides realm and nonce
     */
    DigestService(String parameters) {
        this.parameters = parameters;
    }

    @Override
    public Reply handle(Request request) {
        return request.header("Authorization")
                .map(value -> judge(request, value))
                .orElseGet(() -> challenge(false));
    }

    Reply challenge(boolean stale) {
        String nonce = "nonce-" + issued.incrementAndGet();
        nonces.add(nonce);
        return Reply.status(
                401,
                "WWW-Authenticate: Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"" + parameters
                        + (stale ? ", stale=true" : ""));
    }

    /** From now on every nonce is stale that was issued before. */
    void expire() {
        nonces.clear();
    }

    private Reply judge(Request request, String authorization) {
        Map<String, String> given = parse(authorization);
        if (!nonces.contains(given.getOrDefault("nonce", ""))) {
            return challenge(true);
        }
        boolean counted = !given.containsKey("nc") || used.add(given.get("nonce") + given.get("nc"));
        return passwords.keySet().stream().anyMatch(user -> is(user, given) && counted && isRight(user, given, request))
                ? Reply.answer(200, WebServiceFixture.ANYTHING, answered.isEmpty() ? "X: y" : answered)
                : challenge(false);
    }

    private boolean is(String user, Map<String, String> given) {
        if ("true".equals(given.get("userhash"))) {
            return given.get("username").equals(hash(user + ":" + REALM));
        }
        String extended = given.get("username*");
        return extended == null
                ? user.equals(given.get("username"))
                : user.equals(URLDecoder.decode(extended.substring("UTF-8''".length()), UTF_8));
    }

    private boolean isRight(String user, Map<String, String> given, Request request) {
        String nonce = given.get("nonce");
        String key = hash(user + ":" + REALM + ":" + passwords.get(user));
        if (parameters.contains("-sess")) {
            key = hash(key + ":" + nonce + ":" + given.get("cnonce"));
        }
        String message = hash("GET:" + request.target());
        String middle = parameters.contains("qop")
                ? nonce + ":" + given.get("nc") + ":" + given.get("cnonce") + ":auth"
                : nonce;
        return given.get("uri").equals(request.target())
                && given.get("response").equals(hash(key + ":" + middle + ":" + message));
    }

    private String hash(String text) {
        String algorithm =
                parameters.contains("SHA-512-256") ? "SHA-512/256" : parameters.contains("SHA-256") ? "SHA-256" : "MD5";
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> parse(String authorization) {
        Map<String, String> result = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(authorization.substring("Digest ".length()));
        while (matcher.find()) {
            result.put(
                    matcher.group(1),
                    matcher.group(2) == null
                            ? matcher.group(3)
                            : matcher.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return result;
    }
}
