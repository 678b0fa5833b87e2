package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;

/**
 * A check, and how it must end.
 *
 * @param userName the bound user name; the kit logs on by the accepted {@link LogonSample} that binds it, and makes an
 *     identity of its own if there is none
 * @param permission what is asked for
 * @param resource on what
 * @param outcome how it must end
 * @param filter if it is granted, the content filter; empty if there is none
 * @param select if it is granted, the select list; empty if there is none
 */
public record CheckSample(
        String userName, Permission permission, Resource resource, Outcome outcome, String filter, String select) {

    /** How a check can end. */
    public enum Outcome {
        GRANTED,
        DENIED,
        ABSTAINED,
        /** The module couldn't find out, and says so with an exception. */
        UNAVAILABLE
    }

    public CheckSample {
        requireNonNull(userName);
        requireNonNull(permission);
        requireNonNull(resource);
        requireNonNull(outcome);
        requireNonNull(filter);
        requireNonNull(select);
    }

    /** A check that is granted without limits. */
    public static CheckSample granted(String userName, Permission permission, Resource resource) {
        return new CheckSample(userName, permission, resource, Outcome.GRANTED, "", "");
    }

    public static CheckSample denied(String userName, Permission permission, Resource resource) {
        return new CheckSample(userName, permission, resource, Outcome.DENIED, "", "");
    }

    /** A check on which the module has no opinion. */
    public static CheckSample abstained(String userName, Permission permission, Resource resource) {
        return new CheckSample(userName, permission, resource, Outcome.ABSTAINED, "", "");
    }

    /** A check on which the module can't find out. */
    public static CheckSample unavailable(String userName, Permission permission, Resource resource) {
        return new CheckSample(userName, permission, resource, Outcome.UNAVAILABLE, "", "");
    }

    /** The same check, granted within limits. */
    public CheckSample limitedTo(String contentFilter, String selectList) {
        return new CheckSample(userName, permission, resource, outcome, contentFilter, selectList);
    }
}
