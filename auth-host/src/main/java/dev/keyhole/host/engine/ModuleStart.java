package dev.keyhole.host.engine;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Problem;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a module does at the start of a host. What goes wrong is among the problems, with the place where it is written. */
final class ModuleStart {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    private final Plan.Module module;
    private final UnaryOperator<String> locations;
    private final Problems problems;

    /**
     * @param locations says where an option is written; for the empty name, where the whole thing is
     */
    ModuleStart(Plan.Module module, UnaryOperator<String> locations, Problems problems) {
        this.module = module;
        this.locations = locations;
        this.problems = problems;
    }

    /**
     * Waits for one step of the start, which has the limit of any call of a module.
     *
     * @param late takes what comes after the limit
     */
    <T> Optional<T> step(Lane lane, Callable<T> action, Consumer<? super T> late) {
        try {
            return Optional.of(lane.submit("start", action, late).get());
        } catch (ConfigurationException e) {
            problems.errors(e.problems().stream().map(this::located).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(Faults.text(e));
        } catch (ModuleUnavailableException e) {
            fail(Faults.text(e));
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            LOG.debug("Module '{}' failed at its start", module.name(), failure);
            fail(cause(failure));
        }
        return Optional.empty();
    }

    private void fail(String why) {
        problems.error(locations.apply(""), "module '" + module.name() + "' failed: " + why);
    }

    private Problem located(Problem problem) {
        if (!problem.location().isEmpty()) {
            return problem;
        }
        String message =
                problem.option().isEmpty() ? "module '" + module.name() + "': " + problem.message() : problem.message();
        return new Problem(locations.apply(problem.option()), problem.option(), message);
    }

    private String cause(Throwable failure) {
        String text = Faults.text(failure);
        return failure instanceof LinkageError
                ? text + "; a class that it needs is missing, or was built for something else ("
                        + module.found().source() + ")"
                : text;
    }
}
