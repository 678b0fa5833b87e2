package dev.keyhole.permissions;

import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.Optional;

/**
 * What one user may do, as a JSON document says it. Immutable, thread-safe; two documents are equal if their content is
 * the same.
 */
public final class PermissionsDocument {

    private PermissionsDocument() {}

    /**
     * Parses a document and compiles its rules.
     *
     * @param json UTF-8
     * @throws InvalidDocumentException if anything in it is wrong; nothing of it is used then
     */
    public static PermissionsDocument parse(byte[] json) {
        throw new UnsupportedOperationException();
    }

    /** The name to bind to the connection instead of the one given at logon. */
    public Optional<String> userName() {
        throw new UnsupportedOperationException();
    }

    /** Whether the document says, in so many words, that this kind of connection may not log on. */
    public boolean forbidsLogon(ConnectionKind kind) {
        throw new UnsupportedOperationException();
    }

    /**
     * Decides, by the first rule that matches. Doesn't block. Never abstains.
     */
    public EntitlementDecision decide(Permission permission, Resource resource) {
        throw new UnsupportedOperationException();
    }

    /** What in the document doesn't mean what it seems to. */
    public List<Finding> lint() {
        throw new UnsupportedOperationException();
    }

    /**
     * Something a reader of the document should know.
     *
     * @param pointer where, as a JSON Pointer (RFC 6901)
     * @param message what, and what to do about it
     */
    public record Finding(String pointer, String message) {}
}
