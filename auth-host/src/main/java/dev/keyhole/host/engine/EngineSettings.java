package dev.keyhole.host.engine;

import dev.keyhole.cache.CacheLimits;
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
 * @param cacheLimits of the cached answers of one registration
 * @param builtInDefaults whether transports without modules get the reference's defaults; empty if it doesn't say
 */
record EngineSettings(
        HostSettings host,
        Duration callTimeout,
        int maxConcurrentCalls,
        int maxQueuedCalls,
        CacheLimits cacheLimits,
        Optional<Boolean> builtInDefaults) {}
