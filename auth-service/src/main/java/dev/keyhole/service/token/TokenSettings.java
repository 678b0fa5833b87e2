package dev.keyhole.service.token;

import java.time.Duration;
import java.util.Optional;

/**
 * What tokens are like.
 *
 * @param lifetime how long one holds
 * @param leeway how far clocks may be apart
 * @param maxRenewal how long after the login the last renewal ends
 * @param issuer what {@code iss} says; empty for none
 * @param audience what {@code aud} says; empty for none
 * @param permissionsClaim the claim that carries the user's permissions document; empty for none
 */
record TokenSettings(
        Duration lifetime,
        Duration leeway,
        Duration maxRenewal,
        Optional<String> issuer,
        Optional<String> audience,
        Optional<String> permissionsClaim) {}
