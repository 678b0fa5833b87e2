package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * The key to what a module attached to an {@link Identity}. Whoever holds the key can read it, so a module keeps its key
 * to itself. Two keys are never equal.
 *
 * @param <T> type of what is attached
 */
public final class AttachmentKey<T> {

    private final Class<T> type;

    private AttachmentKey(Class<T> type) {
        this.type = requireNonNull(type);
    }

    public static <T> AttachmentKey<T> of(Class<T> type) {
        return new AttachmentKey<>(type);
    }

    T cast(Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return "AttachmentKey[" + type.getName() + "]";
    }
}
