package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated documents decide as a linear search does that is too simple to be wrong. */
class FirstMatchTest {

    private static final String[] TEXTS = {
        "/a", "/b", "/a/b", "/a/a", "/ab", "a", "", "/b/a/b", "/c", "b/a", "/a/b/a", "/aa"
    };

    /** These mean the same to PCRE and to the JDK. */
    private static final String[] PATTERNS = {
        "^/a",
        "^/b/",
        "^/a/b$",
        "b$",
        "/a$",
        "[ab]$",
        ".*",
        "^.*$",
        "a/b",
        "^/[^/]+$",
        "^/a.*b$",
        "(a|b)/a",
        "^/(?:a|b){2}$",
        "a{2}",
        "^/(?!a)",
        "(?<!a)b$",
        "^/(a|b)/\\\\1",
        "(?i)^/A",
        "^(?>/a|/ab)/b",
        "[^/]*+$",
        "^/a?+b",
        "\\\\ba\\\\b",
        "c|^/b",
        "/\\\\w$"
    };

    private static final String[] ACCESSES = {"", "true", "false", "\"/x = 1\"", "\"/y = 2\""};

    private record Entry(String topic, String read, String write, String select) {

        String json() {
            return "{\"topic\": \"" + topic + "\"" + field("read", read) + field("write", write)
                    + (select.isEmpty() ? "" : field("select", "\"" + select + "\"")) + "}";
        }

        private static String field(String name, String value) {
            return value.isEmpty() ? "" : ", \"" + name + "\": " + value;
        }
    }

    // --- the reference

    private static String decide(List<Entry> entries, Permission permission, String name) {
        for (Entry entry : entries) {
            if (matches(entry.topic().replace("\\\\", "\\"), name)) {
                String access = permission == Permission.READ ? entry.read() : entry.write();
                String filter = access.startsWith("\"") ? " filter=" + access.replace("\"", "") : "";
                boolean selects =
                        permission == Permission.READ && !entry.select().isEmpty();
                boolean granted = access.equals("true") || access.startsWith("\"");
                return granted ? "yes" + filter + (selects ? " select=" + entry.select() : "") : "no";
            }
        }
        return "no";
    }

    private static boolean matches(String topic, String name) {
        return topic.matches("[^^$*.+?()\\[\\]{}|\\\\]*")
                ? topic.equals(name)
                : Pattern.compile(topic).matcher(name).find();
    }

    // --- end of the reference

    private static String any(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Entry entry(Random random) {
        String text = any(random, TEXTS);
        String topic = random.nextBoolean() && !text.isEmpty() ? text : any(random, PATTERNS);
        return new Entry(topic, any(random, ACCESSES), any(random, ACCESSES), any(random, "", "", "+/z"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void generatedDocumentsDecideAsALinearSearchDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            List<Entry> entries = new ArrayList<>();
            for (int j = random.nextInt(12); j >= 0; j--) {
                entries.add(entry(random));
            }
            String list = entries.stream().map(Entry::json).collect(Collectors.joining(", ", "[", "]"));
            boolean admin = random.nextInt(4) == 0;
            PermissionsDocument document = Documents.document("{'" + (admin ? "admin" : "topic") + "': " + list + "}");
            for (String text : TEXTS) {
                String name = text + any(random, "", "", "b", "/b");
                Permission permission = random.nextBoolean() ? Permission.READ : Permission.WRITE;
                Resource resource = admin ? Resource.admin(name) : Resource.topic(name);

                assertThat(Documents.brief(document.decide(permission, resource)))
                        .as("%s of '%s' by %s", permission, name, list)
                        .isEqualTo(decide(entries, permission, name));
            }
        }
    }
}
