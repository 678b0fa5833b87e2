package dev.keyhole.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A list of rules as all peers get it, and questions to it: 65 % names, 30 % beginnings, 5 % other patterns; the rules that
 * decide stand in the last tenth. From a fixed seed.
 */
public final class Rules {

    private static final String[] DESKS = {"fx", "equity", "rates", "credit", "commodity", "repo", "index", "swap"};
    private static final String[] PLACES = {"london", "newyork", "tokyo", "paris", "zurich", "singapore"};
    private static final String[] KINDS = {"orders", "prices", "fills", "risk", "acks", "quotes"};

    private final List<String> topics = new ArrayList<>();
    private final Random random = new Random(1);

    /** A list of this many. */
    public Rules(int count) {
        for (int i = 0; i < count; i++) {
            topics.add(rule(i));
        }
    }

    private static String path(int number) {
        return "/desk/" + DESKS[number % DESKS.length] + "/" + PLACES[number / 8 % PLACES.length] + "/"
                + KINDS[number / 48 % KINDS.length] + "/" + number;
    }

    private static String rule(int number) {
        int kind = number % 20;
        if (kind < 13) {
            return path(number);
        }
        if (kind < 19) {
            return "^" + path(number) + "/";
        }
        return switch (number / 20 % 4) {
            case 0 -> "^/desk/[^/]+/" + PLACES[number % PLACES.length] + "/acct" + number + "/";
            case 1 -> "/(fills|acks)/" + number + "/[0-9]+$";
            case 2 -> "^/desk/.*/book" + number + "/.*/eod$";
            default -> "^/desk/\\w+/\\w+/audit" + number + "$";
        };
    }

    /** Names and patterns, in order. */
    public List<String> topics() {
        return topics;
    }

    /** A rule as a regular expression that means the same in every engine. */
    public static String regex(String topic) {
        return topic.startsWith("^") || topic.contains("(") ? topic : "^" + Pattern.quote(topic) + "$";
    }

    /** As {@link #regex(String)}, for engines that don't know quotes. */
    public static String plainRegex(String topic) {
        return topic.startsWith("^") || topic.contains("(") ? topic : "^" + topic + "$";
    }

    /** Names that rules of the last tenth are about, and one in sixteen that no rule is about. New strings. */
    public List<String> names(int count) {
        List<String> names = new ArrayList<>();
        int size = topics.size();
        int first = size - Math.max(1, size / 10);
        for (int i = 0; i < count; i++) {
            int number = first + random.nextInt(size - first);
            names.add(i % 16 == 15 ? "/home/" + path(number) : name(number));
        }
        return names;
    }

    private static String name(int number) {
        int kind = number % 20;
        if (kind < 13) {
            return path(number);
        }
        if (kind < 19) {
            return path(number) + "/" + number % 7;
        }
        return switch (number / 20 % 4) {
            case 0 -> "/desk/fx/" + PLACES[number % PLACES.length] + "/acct" + number + "/in";
            case 1 -> "/desk/fx/fills/" + number + "/17";
            case 2 -> "/desk/rates/book" + number + "/x/eod";
            default -> "/desk/rates/paris/audit" + number;
        };
    }

    /** The list as a permissions document. */
    public byte[] document() {
        return document(topics);
    }

    /** A document in which each of these may be read, some with a filter, some written as well. */
    public static byte[] document(List<String> topics) {
        StringBuilder json = new StringBuilder("{\"logon\": true, \"topic\": [");
        for (int i = 0; i < topics.size(); i++) {
            json.append(i == 0 ? "" : ",\n  ")
                    .append("{\"topic\": \"")
                    .append(topics.get(i).replace("\\", "\\\\"))
                    .append(i % 8 == 7 ? "\", \"read\": \"/region = 'EU'\"" : "\", \"read\": true")
                    .append(i % 4 == 3 ? ", \"write\": true}" : "}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
