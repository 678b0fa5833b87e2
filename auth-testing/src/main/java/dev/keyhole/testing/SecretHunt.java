package dev.keyhole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks for secrets where they mustn't be, as they are and in the encodings that they travel in. Thread-safe. */
final class SecretHunt {

    /** Shorter ones are found in any text. */
    private static final int SHORTEST = 4;

    private final Set<String> forbidden = new LinkedHashSet<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Adds a secret before the hunt begins. */
    void forbid(String userName, String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        byte[] bytes = secret.getBytes(UTF_8);
        forbidden.add(secret);
        forbidden.add(base64(bytes));
        forbidden.add(base64((userName + ":" + secret).getBytes(UTF_8)));
        forbidden.add(HexFormat.of().formatHex(bytes));
        forbidden.add(URLEncoder.encode(secret, UTF_8));
    }

    /** Adds the options that are secrets. */
    void forbid(Options options, OptionSchema schema) {
        for (Option<?> option : schema.options()) {
            options.find(option).ifPresent(value -> {
                if (value instanceof Secret secret) {
                    forbid("", secret.reveal());
                }
            });
        }
    }

    /** Without padding, to be found as a part too. */
    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Looks at what a module returned, threw or is. */
    void see(String what, Object thing) {
        if (thing instanceof Throwable problem) {
            StringWriter trace = new StringWriter();
            problem.printStackTrace(new PrintWriter(trace));
            seen.add(what + ": " + trace);
        } else {
            seen.add(what + ": " + thing);
        }
    }

    /** Looks at what a module returned, which mustn't be null. */
    <T> T seen(String what, T thing) {
        assertThat(thing).as(what).isNotNull();
        see(what, thing);
        return thing;
    }

    void assertNothingCameOut() {
        for (String text : seen) {
            for (String secret : forbidden) {
                // The message doesn't repeat the secret: reports of tests are public.
                assertThat(text.contains(secret))
                        .as("a secret came out: %s", text.replace(secret, "<the secret>"))
                        .isFalse();
            }
        }
    }
}
