package dev.keyhole.benchmarks;

import dev.keyhole.permissions.DocumentPool;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What documents take of the heap, by what is in use after a collection, with some of them and without. Writes lines as
 * {@link Measure} does; the argument is the file.
 */
public final class DocumentMemory {

    private final List<String> lines = new ArrayList<>();

    private DocumentMemory() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        DocumentMemory memory = new DocumentMemory();
        memory.rules();
        memory.users();
        Files.write(Path.of(arguments[0]), memory.lines);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void measure(String method, String parameters, int count, Supplier<Object> made) {
        // Before, for the classes that it needs and what these keep.
        for (int i = 0; i < 3; i++) {
            Objects.requireNonNull(made.get());
            used();
        }
        long before = used();
        Object kept = made.get();
        long after;
        try {
            after = used();
        } finally {
            Reference.reachabilityFence(kept);
        }
        lines.add(String.join(
                "\t",
                "DocumentMemory." + method,
                parameters,
                "1",
                "1",
                String.format(Locale.ROOT, "%.1f", (after - before) / (double) count),
                "NaN",
                "bytes",
                ""));
    }

    /** Several of them, as a single one is less than what comes and goes beside it. */
    private static List<PermissionsDocument> documents(byte[] json, int count, List<String> names) {
        List<PermissionsDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PermissionsDocument document = PermissionsDocument.parse(json);
            names.forEach(name -> document.decide(Permission.READ, Resource.topic(name)));
            documents.add(document);
        }
        return documents;
    }

    private void rules() {
        for (int count : new int[] {1_000, 10_000}) {
            Rules rules = new Rules(count);
            byte[] json = rules.document();
            int copies = 300_000 / count;
            List<String> names = rules.names(1_024);
            measure("ruleParsed", "rules=" + count, 300_000, () -> documents(json, copies, List.of()));
            measure("ruleOnceAsked", "rules=" + count, 300_000, () -> documents(json, copies, names));
        }
    }

    private void users() {
        int users = 2_000;
        byte[] json = new Rules(1_000).document();
        String parameters = "users=" + users + " rules=1000";
        measure("userWithTheSameDocument", parameters, users, () -> {
            DocumentPool pool = new DocumentPool();
            List<PermissionsDocument> documents = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                documents.add(pool.parse(json));
            }
            return documents;
        });
        measure("userWithADocumentOfTheirOwn", parameters, users, () -> {
            DocumentPool pool = new DocumentPool();
            List<PermissionsDocument> documents = new ArrayList<>();
            String text = new String(json, StandardCharsets.UTF_8);
            for (int i = 0; i < users; i++) {
                documents.add(pool.parse(
                        text.replaceFirst("/desk/", "/desk" + i + "/").getBytes(StandardCharsets.UTF_8)));
            }
            return documents;
        });
    }
}
