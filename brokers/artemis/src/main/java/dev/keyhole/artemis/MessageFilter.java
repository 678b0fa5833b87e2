package dev.keyhole.artemis;

import java.util.Map;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.jspecify.annotations.Nullable;

/**
 * A filter of the broker that is code and not text.
 *
 * @param shown the filter whose text this one shows, and which alone decides about what isn't a message
 */
record MessageFilter(@Nullable Filter shown, Predicate<Message> test) implements Filter {

    static MessageFilter of(Predicate<Message> test) {
        return new MessageFilter(null, test);
    }

    @Override
    public boolean match(Message message) {
        return test.test(message);
    }

    @Override
    public boolean match(Map<String, String> map) {
        return shown == null || shown.match(map);
    }

    @Override
    public boolean match(Filterable filterable) {
        return shown == null || shown.match(filterable);
    }

    @Override
    public SimpleString getFilterString() {
        return shown == null ? SimpleString.of("") : shown.getFilterString();
    }
}
