package dev.keyhole.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \t ",
                "mint-token",
                "  mint   --ttl\t60  ",
                "a 'b c' d",
                "a \"b c\" d",
                "a b\\ c d",
                "a''b\"\"c",
                "'' \"\" a",
                "'a'\"b\"c\\d",
                "\"a'b\" 'c\"d'",
                "\"\\$HOME \\` \\\" \\\\ \\n\"",
                "'\\n $HOME `id`'",
                "\\'a\\\" \\$b \\`",
                "a\\\nb \"c\\\nd\" 'e\nf'",
                "a\nb",
                "a#b \\#c '#d'",
                "$ a$ \"$ \" \"a$\"",
                "a=b --x=\"y z\" {{AMPS_USER_NAME}}",
                "\\| '&' \";\" \\( \\)",
                "ä 'ö ü' €"
            })
    void splitsAsTheShellOfThisSystemDoes(String line) throws Exception {
        assertThat(ShellWords.split(line)).isEqualTo(shellWords(line));
    }

    @Test
    void splitsGeneratedLinesAsTheShellOfThisSystemDoes() throws Exception {
        Random random = new Random(20_260_101);
        String alphabet = "ab \t'\"\\\n#=-";
        int compared = 0;
        for (int i = 0; i < 2_000 && compared < 400; i++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> words;
            try {
                words = ShellWords.split(line.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            compared++;
            assertThat(words).as("words of <%s>", line).isEqualTo(shellWords(line.toString()));
        }
        assertThat(compared).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "a 'b,the ' at character 3 isn't closed",
        "a \"b,the \" at character 3 isn't closed",
        "\"a\\,the \" at character 1 isn't closed",
        "a b\\,it ends with a backslash"
    })
    void whatIsNotClosedIsRefused(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split(line))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mint | head -1",
                "mint > file",
                "mint; rm x",
                "mint && true",
                "(mint)",
                "mint $HOME",
                "mint \"$HOME\"",
                "mint ${HOME}",
                "mint $(id)",
                "mint `id`",
                "mint \"`id`\"",
                "mint # comment"
            })
    void whatWouldNeedAShellIsRefused(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split(line))
                .withMessageContaining("would need a shell")
                .withMessageContaining("sh -c");
    }

    private static List<String> shellWords(String line) throws IOException, InterruptedException {
        // A line that is continued at its end would swallow what follows it, so the words stand last.
        String script = "set -f; for word do printf '%s\\0' \"$word\"; done";
        Process shell =
                new ProcessBuilder("sh", "-c", "eval \"set -- $1\"; " + script, "sh", escapeNewlines(line)).start();
        byte[] output = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor())
                .as("sh: %s", new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        List<String> words = new ArrayList<>(Arrays.asList(new String(output, StandardCharsets.UTF_8).split("\0", -1)));
        words.remove(words.size() - 1);
        return words;
    }

    /** A newline between words ends a command in a shell; here it is white space like any other. */
    private static String escapeNewlines(String line) {
        StringBuilder result = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                result.append(c).append(line.charAt(++i));
            } else {
                if (quote == 0 && (c == '\'' || c == '"')) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                }
                result.append(c == '\n' && quote == 0 ? ' ' : c);
            }
        }
        return result.toString();
    }
}
