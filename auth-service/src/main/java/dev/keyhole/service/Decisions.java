package dev.keyhole.service;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides single permissions by the users' documents, for those that can't take a document. A grant with a filter is a
 * denial here, since a yes or no can't carry the filter. A user who is unknown or disabled, or has no document that can be
 * used, may do nothing, or is left to others if the service is configured so. Thread-safe.
 */
final class Decisions {

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private final Store store;
    private final Set<NoOpinion> noOpinion;

    /** @param noOpinion of what there is {@linkplain Answer#NONE none}, instead of a denial */
    Decisions(Store store, Set<NoOpinion> noOpinion) {
        this.store = store;
        this.noOpinion = noOpinion;
    }

    Answer logOn(String user) {
        return decide(user, document -> silentOrNot(document.decide(Permission.LOGON, Resource.logon()), user));
    }

    /** What to say of a user who gave a wrong password. */
    Answer wrongPassword(String user) {
        return store.isKnown(user) ? Answer.NO : unless(NoOpinion.UNKNOWN_USERS);
    }

    Answer topic(String user, Permission permission, String name) {
        return decide(user, document -> silentOrNot(document.decide(permission, Resource.topic(name)), user));
    }

    /** Whether each topic that a filter can match may be used. Where that isn't sure it is denied, and not left open. */
    Answer topics(String user, Permission permission, TopicFilter filter) {
        if (filter.isOneTopic()) {
            return topic(user, permission, filter.text());
        }
        Answer below = decide(
                user,
                document -> isYes(user, document.decideEveryTopic(permission, filter.beginning()))
                        ? Answer.YES
                        : Answer.NO);
        return filter.parent()
                .map(parent -> below.and(topic(user, permission, parent)))
                .orElse(below);
    }

    Answer admin(String user, Permission permission, String path) {
        return decide(user, document -> silentOrNot(document.decide(permission, Resource.admin(path)), user));
    }

    /** Whether everything is granted, now and for any topic to come. */
    Answer everything(String user) {
        return decide(
                user,
                document -> isYes(user, document.decideEveryTopic(Permission.READ, ""))
                                && isYes(user, document.decideEveryTopic(Permission.WRITE, ""))
                        ? Answer.YES
                        : Answer.NO);
    }

    private Answer decide(String user, Function<PermissionsDocument, Answer> question) {
        if (!store.isActive(user)) {
            return wrongPassword(user);
        }
        return store.document(user)
                .match(
                        document -> question.apply(document.permissions()),
                        () -> unless(NoOpinion.NO_DOCUMENT),
                        () -> Answer.NO);
    }

    private Answer silentOrNot(EntitlementDecision decision, String user) {
        if (isYes(user, decision)) {
            return Answer.YES;
        }
        return PermissionsDocument.isSilent(decision) ? unless(NoOpinion.NO_RULE) : Answer.NO;
    }

    /** A denial, unless the service is configured to have no opinion of this. */
    private Answer unless(NoOpinion matter) {
        return noOpinion.contains(matter) ? Answer.NONE : Answer.NO;
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
