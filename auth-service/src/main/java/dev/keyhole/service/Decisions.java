package dev.keyhole.service;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides single permissions by the users' documents, for those that can't take a document. A grant with a filter is a
 * denial here, since a yes or no can't carry the filter. A user who is unknown or disabled, or has no document that can be
 * used, may do nothing. Thread-safe.
 */
final class Decisions {

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private final Store store;

    Decisions(Store store) {
        this.store = store;
    }

    boolean mayLogOn(String user) {
        return decide(user, document -> document.decide(Permission.LOGON, Resource.logon()));
    }

    boolean mayTopic(String user, Permission permission, String name) {
        return decide(user, document -> document.decide(permission, Resource.topic(name)));
    }

    /** Whether each topic that a filter can match may be used. */
    boolean mayTopics(String user, Permission permission, TopicFilter filter) {
        return filter.isOneTopic()
                ? mayTopic(user, permission, filter.text())
                : filter.parent().stream().allMatch(parent -> mayTopic(user, permission, parent))
                        && decide(user, document -> document.decideEveryTopic(permission, filter.beginning()));
    }

    boolean mayAdmin(String user, Permission permission, String path) {
        return decide(user, document -> document.decide(permission, Resource.admin(path)));
    }

    /** Whether everything is granted, now and for any topic to come. */
    boolean mayEverything(String user) {
        return decide(user, document -> document.decideEveryTopic(Permission.READ, ""))
                && decide(user, document -> document.decideEveryTopic(Permission.WRITE, ""));
    }

    private boolean decide(String user, Function<PermissionsDocument, EntitlementDecision> question) {
        if (!store.isActive(user)) {
            return false;
        }
        return store.document(user)
                .match(document -> isYes(user, question.apply(document.permissions())), () -> false, () -> false);
    }

    private static boolean isYes(String user, EntitlementDecision decision) {
        if (PermissionsDocument.ranOutOfSteps(decision)) {
            log.warn(
                    "user={}: {} takes too many steps on a name; it is denied",
                    AccessLog.clean(user),
                    decision.explanation());
        }
        return decision instanceof EntitlementDecision.Granted granted
                && granted.filter().isEmpty()
                && granted.select().isEmpty();
    }
}
