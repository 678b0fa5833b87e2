package dev.keyhole.cli;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;

/**
 * What is asked of a host.
 *
 * @param permission what it is to be allowed
 * @param resource on what
 */
record Question(Permission permission, Resource resource) {

    static Question logon() {
        return new Question(Permission.LOGON, Resource.logon());
    }

    static Question read(String topic) {
        return new Question(Permission.READ, Resource.topic(topic));
    }

    static Question write(String topic) {
        return new Question(Permission.WRITE, Resource.topic(topic));
    }

    /** Actions of the admin interface count as reading their path. */
    static Question admin(String path) {
        return new Question(Permission.READ, Resource.admin(path));
    }

    boolean isLogon() {
        return permission == Permission.LOGON;
    }

    /** For example {@code to read games/chess}. */
    String words() {
        String kind = resource.type() == ResourceType.ADMIN ? "the admin path " : "";
        String name = kind + Text.printable(resource.name());
        return switch (permission) {
            case LOGON -> "to log on";
            case READ -> "to read " + name;
            case WRITE -> "to write " + name;
            case REPLICATE -> "to replicate " + name;
        };
    }
}
