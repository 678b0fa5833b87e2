package dev.keyhole.testing;

import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** What a module's author tells the kit about the module, and how the kit opens it by that. */
abstract class ModuleUnderTest {

    final SecretHunt hunt = new SecretHunt();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    ModuleUnderTest() {}

    /** The provider under test, a new one or always the same. */
    protected abstract ModuleProvider provider();

    /** Options of the {@code Module} element. */
    protected List<RawOption> moduleOptions() {
        return List.of();
    }

    /** Options of the block that uses the module. */
    protected List<RawOption> blockOptions(Place place) {
        return List.of();
    }

    /** Options of a block in place of {@link #blockOptions}: in each list is something wrong, which must be found. */
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of();
    }

    /** Logons and how they must end; at least one if the module authenticates. */
    protected List<LogonSample> logons() {
        return List.of();
    }

    /** Checks and how they must end; at least one if the module entitles. */
    protected List<CheckSample> checks() {
        return List.of();
    }

    /** What outgoing connections are to be given; at least one if the module is an authenticator. */
    protected List<CredentialsSample> credentials() {
        return List.of();
    }

    /** Whether the module, with these options, accepts users whom nobody knows. */
    protected boolean anybodyIsAccepted() {
        return false;
    }

    /**
     * Makes what the module asks hang from now on; empty if the module asks nobody. Called when the module is open. Time
     * limits of the module's own must be longer than a minute then: they would hide that it doesn't heed interrupts.
     */
    protected Optional<Stall> stall() {
        return Optional.empty();
    }

    /** How long what has to end promptly may take. Long, because machines that run tests are busy. */
    protected Duration promptly() {
        return Duration.ofSeconds(40);
    }

    /** An option, for the methods above. */
    protected static RawOption option(String name, String value) {
        return new RawOption(name, value, "kit.xml:1");
    }

    @AfterEach
    final void closeWhatIsOpen() throws Exception {
        // The last first, each whatever becomes of the others: a stall must end, or the next test hangs.
        try (AutoCloseable last = opened.isEmpty() ? () -> {} : opened.pop()) {
            if (!opened.isEmpty()) {
                closeWhatIsOpen();
            }
        }
    }

    OpenModule open() {
        return open(this::blockOptions, credentials());
    }

    /** With options in which something is wrong, which no sample's options are to put right. */
    OpenModule openWrongly(List<RawOption> wrong) {
        return open(place -> wrong, List.of(CredentialsSample.unavailable()));
    }

    private OpenModule open(Function<Place, List<RawOption>> blockOptions, List<CredentialsSample> credentials) {
        hunt.forbid("", Trial.ODD_SECRET);
        for (LogonSample sample : logons()) {
            hunt.forbid(sample.userName(), sample.secret());
            sample.answers().forEach(answer -> hunt.forbid(sample.userName(), answer));
        }
        for (CredentialsSample sample : credentials) {
            hunt.forbid(sample.userName(), sample.secret());
            sample.rounds().forEach(round -> hunt.forbid(sample.userName(), round.answer()));
        }
        OptionSchema schema = provider().options();
        hunt.forbid(schema.readModule(moduleOptions()).options(), schema);
        for (Place place : List.of(Place.AUTHENTICATION, Place.ENTITLEMENT, Place.AUTHENTICATOR)) {
            hunt.forbid(
                    schema.readBlock(place, List.of(), blockOptions.apply(place))
                            .options(),
                    schema);
        }
        for (CredentialsSample sample : credentials) {
            hunt.forbid(
                    schema.readBlock(Place.AUTHENTICATOR, List.of(), sample.options())
                            .options(),
                    schema);
        }
        OpenModule module = new OpenModule(provider(), moduleOptions(), blockOptions, credentials, hunt);
        opened.push(module);
        return module;
    }

    Trial trial(OpenModule module) {
        return new Trial(module, logons(), checks(), anybodyIsAccepted());
    }

    Optional<Stall> hang() {
        Optional<Stall> stall = stall();
        stall.ifPresent(opened::push);
        return stall;
    }

    /** Makes the call and waits until it hangs, or is over because it asks nobody. */
    Fork forkInto(Stall stall, Callable<Object> call) {
        long before = stall.calls();
        Fork fork = Fork.start(call);
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(promptly())
                .until(() -> fork.isOver() || stall.calls() > before);
        return fork;
    }
}
