package dev.keyhole.host.engine;

import dev.keyhole.host.HostSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What the {@code Keyhole} element says.
 *
 * @param host what a broker has to follow of it
 * @param callTimeout limit of one call of a module
 * @param maxConcurrentCalls most calls of one context at a time
 * @param maxQueuedCalls most calls of one context that wait for their turn
 * @param maxCachedDecisions most cached answers of one registration
 * @param maxCachedDecisionsPerUser most of them about one user
 * @param builtInDefaults whether transports without modules get the reference's defaults; empty if it doesn't say
 */
record EngineSettings(
        HostSettings host,
        Duration callTimeout,
        int maxConcurrentCalls,
        int maxQueuedCalls,
        int maxCachedDecisions,
        int maxCachedDecisionsPerUser,
        Optional<Boolean> builtInDefaults) {}
