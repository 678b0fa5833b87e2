package dev.keyhole.cache;

import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.ResourceType;

/** What is asked about a name, as one number, so that looking it up makes no object. */
final class Question {

    private static final int PERMISSIONS = Permission.values().length;
    private static final int OPERATIONS = Operation.values().length;

    private Question() {}

    @SuppressWarnings("EnumOrdinal") // the number lives no longer than the process
    static int code(ResourceType type, Permission permission, Operation operation) {
        return (type.ordinal() * PERMISSIONS + permission.ordinal()) * OPERATIONS + operation.ordinal();
    }
}
