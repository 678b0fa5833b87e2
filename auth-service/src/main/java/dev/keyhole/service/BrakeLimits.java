package dev.keyhole.service;

import dev.keyhole.service.Bucket.Size;
import java.time.Duration;

/**
 * How many wrong passwords are allowed.
 *
 * @param userFromAddress for one user from one address
 * @param address from one address, for users who haven't logged on from there before
 * @param user for one user, from all addresses that the user hasn't logged on from before
 */
record BrakeLimits(Size userFromAddress, Size address, Size user) {

    /** People mistype a few times, and programs with an old password try again every few seconds. */
    static final BrakeLimits USUAL = new BrakeLimits(
            new Size(10, Duration.ofSeconds(5)),
            new Size(50, Duration.ofSeconds(1)),
            new Size(20, Duration.ofSeconds(3)));

    /** The least time after which trying again can make sense. */
    Duration retryAfter() {
        return userFromAddress.interval();
    }
}
