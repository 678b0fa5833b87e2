package dev.keyhole.host.engine;

import dev.keyhole.host.Control;
import dev.keyhole.host.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does, brought to the transports that it concerns. */
final class EngineControl implements Control {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    /**
     * What there is to do to one transport.
     *
     * @param what {@code authentication} or {@code entitlement}
     */
    record Actions(
            String what,
            Consumer<EngineTransport> reset,
            BiConsumer<EngineTransport, String> resetUser,
            Consumer<EngineTransport> disable,
            Consumer<EngineTransport> enable,
            Predicate<EngineTransport> isEnabled) {}

    private final EngineHost host;
    private final Actions actions;

    EngineControl(EngineHost host, Actions actions) {
        this.host = host;
        this.actions = actions;
    }

    @Override
    public synchronized void reset(Scope scope) {
        List<EngineTransport> concerned = transports(scope);
        LOG.info("Reset of {}: {}", actions.what(), LogText.clean(scope.toString()));
        String extent = scope.user().isPresent() ? "user" : scope.transport().isPresent() ? "transport" : "all";
        host.metrics().reset(actions.what(), extent, "operator");
        Consumer<EngineTransport> action = scope.user()
                .<Consumer<EngineTransport>>map(
                        user -> transport -> actions.resetUser().accept(transport, user))
                .orElse(actions.reset());
        concerned.forEach(action);
    }

    @Override
    public synchronized void disable(Scope scope) {
        List<EngineTransport> concerned = transports(withoutUser(scope));
        LOG.warn("{} is disabled: {}", actions.what(), scope);
        concerned.forEach(actions.disable());
    }

    @Override
    public synchronized void enable(Scope scope) {
        List<EngineTransport> concerned = transports(withoutUser(scope));
        LOG.info("{} is enabled: {}", actions.what(), scope);
        concerned.forEach(actions.enable());
    }

    @Override
    public boolean isEnabled(String transport) {
        return actions.isEnabled().test(host.find(transport));
    }

    private static Scope withoutUser(Scope scope) {
        if (scope.user().isPresent()) {
            throw new IllegalArgumentException("one user alone can't be disabled or enabled");
        }
        return scope;
    }

    private List<EngineTransport> transports(Scope scope) {
        return scope.transport()
                .map(name -> List.of(host.find(name)))
                .orElseGet(() -> new ArrayList<>(host.transports()));
    }
}
