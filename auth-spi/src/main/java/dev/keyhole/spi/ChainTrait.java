package dev.keyhole.spi;

/**
 * What a context says of itself that matters to the modules beside it in a chain. The host warns at its start, and in the
 * lint, if one that {@linkplain #ABSTAINS_ON_OUTAGE abstains on an outage} stands before one that {@linkplain
 * #ACCEPTS_ANYBODY accepts anybody}: then an outage opens the door.
 */
public enum ChainTrait {
    /**
     * With its present options the context may abstain when it couldn't find out, for instance because its service is down or
     * answers with an error, instead of failing.
     */
    ABSTAINS_ON_OUTAGE,
    /**
     * With its present options the context accepts logons, or grants what is asked for, whoever it is that asks.
     */
    ACCEPTS_ANYBODY
}
