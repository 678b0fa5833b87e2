package dev.keyhole.host.engine;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One use of a module by one transport: the context that is open for it now, which an operator may have exchanged for
 * another.
 *
 * @param <C> the kind of context
 */
final class Registration<C extends AutoCloseable> {

    private final Site site;
    private final Supplier<C> opener;
    private final Supplier<Lane> lanes;
    private final Notices notices;
    private final TroubleLog troubles;
    private final LongAdder faults = new LongAdder();

    /** The current one, and those before it that are still in use. */
    private final Set<Opening<C>> openings = ConcurrentHashMap.newKeySet();

    private volatile Opening<C> current;

    /**
     * @param opener opens a context; fails as the module does
     * @param lanes makes a lane for each opening, so that one that hangs doesn't hold up what takes its place
     */
    Registration(Site site, Supplier<C> opener, Supplier<Lane> lanes, Notices notices, TroubleLog troubles) {
        this.site = site;
        this.opener = opener;
        this.lanes = lanes;
        this.notices = notices;
        this.troubles = troubles;
        this.current = opening();
    }

    private Opening<C> opening() {
        Opening<C> opening = new Opening<>(lanes.get(), opener, notices, troubles);
        openings.removeIf(Opening::isClosed);
        openings.add(opening);
        return opening;
    }

    Site site() {
        return site;
    }

    Opening<C> current() {
        return current;
    }

    /**
     * The present opening, entered: whoever calls this has it left again.
     *
     * @throws ModuleUnavailableException if the host is closing
     */
    Opening<C> enter() {
        Opening<C> opening = current;
        while (!opening.tryEnter()) {
            Opening<C> next = current;
            if (next == opening) {
                throw new ModuleUnavailableException("it was closed");
            }
            opening = next;
        }
        return opening;
    }

    Notices notices() {
        return notices;
    }

    /** How many questions it couldn't answer. */
    LongAdder faults() {
        return faults;
    }

    TroubleLog troubles() {
        return troubles;
    }

    /** Puts a new context in the place of the present one. Doesn't wait for the module. */
    synchronized void renew() {
        Opening<C> former = current;
        Opening<C> next = opening();
        current = next;
        former.retire();
        // What is wrong with it shall be known now, and not at the next logon.
        next.submit("new start", context -> context, context -> {});
    }

    /**
     * Tells the context something that it has asked for no answer to, after what it was told before.
     */
    void inform(Consumer<C> notice) {
        notices.tell(() -> {
            try {
                notice.accept(current.context());
            } catch (ModuleUnavailableException e) {
                // It can't be opened, which has been told, and there is nobody to inform.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Has the context forget something, at once. If it fails there, what it remembers can't be relied on any more, and a
     * new one takes its place.
     */
    void reset(Consumer<C> notice) {
        C context = current.contextIfOpen();
        if (context == null) {
            // It may be about to open, and remember things already that it is to forget.
            renew();
            return;
        }
        try {
            notice.accept(context);
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            troubles.failed(site, "reset", failure);
            renew();
        }
    }

    List<Lane> lanes() {
        return openings.stream().map(Opening::lane).toList();
    }

    /** Closes the context, and those before it that are still in use. */
    void close() {
        openings.forEach(Opening::close);
    }
}
