package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who a connection is: the bound user name, until when it holds, and what the module that made it wants to find again.
 * Immutable; two identities are equal only if they are the same object, because each stands for one logon.
 */
public final class Identity {

    private final String userName;
    private final Instant expiresAt;
    private final Map<AttachmentKey<?>, Object> attachments;

    private Identity(String userName, Instant expiresAt, Map<AttachmentKey<?>, Object> attachments) {
        this.userName = requireNonNull(userName);
        this.expiresAt = requireNonNull(expiresAt);
        this.attachments = attachments;
    }

    /**
     * An identity that holds until its connection closes.
     *
     * @param userName the name to bind; empty for a client that stays anonymous
     */
    public static Identity of(String userName) {
        return new Identity(userName, Instant.MAX, Map.of());
    }

    /** The same identity with an end; every check after it is denied. */
    public Identity expiringAt(Instant end) {
        return new Identity(userName, end, attachments);
    }

    /** The same identity with the one thing attached that {@code key} opens. */
    public <T> Identity with(AttachmentKey<T> key, T value) {
        return new Identity(userName, expiresAt, Map.of(key, key.cast(requireNonNull(value))));
    }

    public String userName() {
        return userName;
    }

    /** When the identity ends; {@link Instant#MAX} if it doesn't. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** What was attached with this key; empty if the identity was made without it. */
    public <T> Optional<T> attachment(AttachmentKey<T> key) {
        Object value = attachments.get(key);
        return value == null ? Optional.empty() : Optional.of(key.cast(value));
    }

    /** Names the user; never shows an attachment. */
    @Override
    public String toString() {
        return "Identity[" + userName + "]";
    }
}
