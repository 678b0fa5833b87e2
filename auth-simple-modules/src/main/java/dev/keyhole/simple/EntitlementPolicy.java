package dev.keyhole.simple;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;

/** What an entitlement module answers to a check, whoever asks. Immutable. */
@FunctionalInterface
interface EntitlementPolicy {

    EntitlementDecision judge(Permission permission, Resource resource);
}
