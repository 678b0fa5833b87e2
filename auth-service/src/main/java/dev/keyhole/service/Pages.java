package dev.keyhole.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Pages of lists of names, of which a caller may see some. */
final class Pages {

    private static final int CHUNK = 1_000;

    /** Names looked at for one page. A page may have less than was asked for, and even none, and still be followed. */
    private static final int MAX_LOOKED_AT = 20_000;

    private Pages() {}

    /** Finds names after one. */
    interface Source {
        List<String> after(String name, int limit);
    }

    /** @param field of the answer that holds the names */
    static Map<String, Object> page(String field, AdministrationCall call, Source source, Predicate<String> visible) {
        int limit = call.limit();
        List<String> names = new ArrayList<>();
        String last = call.after();
        boolean more = true;
        for (int looked = 0; more && names.size() < limit && looked < MAX_LOOKED_AT; looked += CHUNK) {
            List<String> chunk = source.after(last, CHUNK);
            more = chunk.size() == CHUNK;
            for (String name : chunk) {
                if (names.size() == limit) {
                    more = true;
                    break;
                }
                last = name;
                if (visible.test(name)) {
                    names.add(name);
                }
            }
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(field, names);
        if (more) {
            page.put("next", last);
        }
        return page;
    }
}
