package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Resource;
import java.util.function.Function;

/** What an address of the broker is called in rules. */
sealed interface AddressName {

    /** The topic that rules know it by. */
    record Topic(Resource resource) implements AddressName {
        public Topic {
            requireNonNull(resource);
        }
    }

    /** No rule can be about it, so nobody may use it. */
    record Unusable(Refusal refusal) implements AddressName {
        public Unusable {
            requireNonNull(refusal);
        }
    }

    /** Applies the function that fits the kind of this name. */
    default <R> R match(Function<? super Topic, ? extends R> topic, Function<? super Unusable, ? extends R> unusable) {
        if (this instanceof Topic name) {
            return topic.apply(name);
        }
        return unusable.apply((Unusable) this);
    }
}
