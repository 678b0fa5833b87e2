package dev.keyhole.cache;

import dev.keyhole.spi.EntitlementRequest;

/**
 * Has the module asked again, in the background, for an answer that is in use and ends soon.
 *
 * @param <A> what an answer is made into before it is kept
 */
@FunctionalInterface
public interface Refresher<A> {

    /**
     * Asks by {@link Seat#check}, on another thread. Called on the thread of whoever found the answer; doesn't block, and
     * throws nothing.
     *
     * @param failed to be called if no answer comes of it; it may be tried again then
     */
    void refresh(Seat<A> seat, EntitlementRequest request, Runnable failed);

    /** Lets every answer come to its end. */
    static <A> Refresher<A> never() {
        return (seat, request, failed) -> {};
    }
}
