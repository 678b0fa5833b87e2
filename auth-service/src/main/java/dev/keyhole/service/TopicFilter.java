package dev.keyhole.service;

import java.util.Optional;

/**
 * A topic, or a pattern of topics as brokers' clients write it, in the slash form. Only what comes before the first
 * wildcard is looked at: more topics may begin with that than the pattern matches, and none that it matches doesn't, but
 * for the parent, which {@code parent/#} matches as well.
 *
 * @param text without what isn't part of the names, such as the group of a shared subscription
 * @param wildcard place of the first wildcard; -1 if there is none
 */
record TopicFilter(String text, int wildcard) {

    private static final String SHARED = "$share/";

    /** A topic filter of MQTT. */
    static TopicFilter mqtt(String filter) {
        String text = filter;
        if (filter.startsWith(SHARED)) {
            int slash = filter.indexOf('/', SHARED.length());
            text = slash < 0 ? filter : filter.substring(slash + 1);
        }
        return of(text, "+", "#");
    }

    /** A binding key of AMQP's topic exchanges. */
    static TopicFilter bindingKey(String key) {
        return of(slashes(key), "*", "#");
    }

    /** A routing key, or part of one, as the topic that all rules know it by. */
    static String slashes(String key) {
        return key.replace('.', '/');
    }

    /** A character that isn't a whole word is no wildcard to brokers, and taken for one here all the same. */
    private static TopicFilter of(String text, String one, String many) {
        int first = text.indexOf(one);
        int second = text.indexOf(many);
        return new TopicFilter(text, first < 0 || second < 0 ? Math.max(first, second) : Math.min(first, second));
    }

    boolean isOneTopic() {
        return wildcard < 0;
    }

    /** With what all its topics begin, but for the parent. */
    String beginning() {
        return isOneTopic() ? text : text.substring(0, wildcard);
    }

    /** The topic above, if the first wildcard stands for any number of levels, none included. */
    Optional<String> parent() {
        String beginning = beginning();
        return !isOneTopic() && text.charAt(wildcard) == '#' && beginning.endsWith("/")
                ? Optional.of(beginning.substring(0, beginning.length() - 1))
                : Optional.empty();
    }
}
