package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.RawOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/**
 * What every module has to pass. A module's own tests extend this class and say how to open the module and what it
 * answers to some samples; the tests come with it.
 *
 * <p>Samples should show each way in which a logon or a check can end, a wrong password above all. Logback must be what
 * SLF4J finds, because the kit reads what is logged. Tests of one module mustn't run at the same time in one JVM.
 */
public abstract class ModuleCompatibilityTest extends ModuleUnderTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 10;

    private static final AuthenticationResult STRANGER =
            new AuthenticationResult.Accepted(Identity.of("nobody-we-know"));

    @Test
    final void theServiceLoaderFindsTheProvider() {
        assertThat(ServiceLoader.load(ModuleProvider.class).stream().<Class<?>>map(ServiceLoader.Provider::type))
                .as("the providers that META-INF/services/%s names", ModuleProvider.class.getName())
                .contains(provider().getClass());
    }

    @Test
    final void namesAndOptionsAreSane() {
        ModuleProvider provider = provider();
        assertThat(provider.libraries())
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(name).isNotBlank().isEqualTo(name.strip()).doesNotContain("/", "\\"));
        assertThat(provider.predefinedNames())
                .allSatisfy(name -> assertThat(name).isNotBlank().isEqualTo(name.strip()));
        assertThat(provider.options().options()).allSatisfy(option -> {
            assertThat(option.name()).matches("[A-Za-z][A-Za-z0-9_-]*");
            assertThat(option.type()).isNotBlank();
            assertThat(option.description()).isNotBlank().doesNotContain("\n");
            assertThat(option.places()).isNotEmpty();
        });
        assertThat(provider().libraries()).isEqualTo(provider.libraries());
        assertThat(provider().predefinedNames()).isEqualTo(provider.predefinedNames());
    }

    @Test
    final void wrongOptionsAreRefusedWithAReason() {
        for (List<RawOption> wrong : wrongBlockOptions()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .as("opening a context with %s", wrong)
                    .isThrownBy(() -> openWrongly(wrong))
                    .satisfies(e -> assertThat(e.problems())
                            .allSatisfy(problem -> assertThat(problem.message()).isNotBlank()));
        }
    }

    @Test
    final void capabilitiesAreWhatTheModuleCanDo() {
        OpenModule module = open();
        Set<Capability> capabilities = module.module.capabilities();
        assertThat(capabilities).isNotEmpty();
        assertThat(module.module.capabilities()).isEqualTo(capabilities);
        assertThat(!logons().isEmpty())
                .as("whether there are samples of logons, which a module that authenticates needs")
                .isEqualTo(capabilities.contains(Capability.AUTHENTICATION));
        assertThat(!checks().isEmpty())
                .as("whether there are samples of checks, which a module that entitles needs")
                .isEqualTo(capabilities.contains(Capability.ENTITLEMENT));
        assertThat(!credentials().isEmpty())
                .as("whether there are samples of credentials, which an authenticator needs")
                .isEqualTo(capabilities.contains(Capability.AUTHENTICATOR));
        module.entitlement.ifPresent(
                context -> assertThat(context.keyScope()).isNotNull().isEqualTo(context.keyScope()));
    }

    @Test
    final void samplesEndAsTheyMustEveryTime() throws Exception {
        trial(open()).runSamples();
        Trial again = trial(open());
        again.runSamples();
        again.runSamples();
    }

    @Test
    final void callsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        Trial trial = trial(open());
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Fork> forks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            forks.add(Fork.start(() -> {
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    trial.runSamples();
                }
                return "done";
            }));
        }
        for (Fork fork : forks) {
            fork.awaitSuccess("running the samples on several threads", Duration.ofMinutes(1));
        }
    }

    @Test
    final void onlyLogonsWithTheSameSecretMayBeShared() {
        open().authentication.ifPresent(context -> {
            for (LogonSample one : logons()) {
                Optional<Object> key = context.sharingKey(OpenModule.connection(), one.request());
                assertThat(key)
                        .as("the key of the same logon again")
                        .isEqualTo(context.sharingKey(OpenModule.connection(), one.request()));
                key.ifPresent(value -> hunt.see("the key of a logon", value.toString()));
                for (LogonSample other : logons()) {
                    boolean same = one.secret().equals(other.secret())
                            && one.userName().equals(other.userName())
                            && one.kind() == other.kind();
                    if (key.isPresent() && !same) {
                        assertThat(context.sharingKey(OpenModule.connection(), other.request()))
                                .as("the key of %s, beside that of %s", other, one)
                                .isNotEqualTo(key);
                    }
                }
            }
        });
        hunt.assertNothingCameOut();
    }

    @Test
    final void oddRequestsGetAnAnswer() throws Exception {
        trial(open()).runOddRequests();
    }

    @Test
    final void whoIsUnknownCanBeReleasedAndReset() {
        OpenModule module = open();
        module.authentication.ifPresent(context -> context.resetUser("nobody-we-know"));
        module.entitlement.ifPresent(context -> {
            context.resetUser("nobody-we-know");
            context.reset();
        });
        module.release(OpenModule.connection(), STRANGER);
        module.closeContexts();
        // Connections can outlive the context that let them in.
        module.release(OpenModule.connection(), STRANGER);
    }

    @Test
    final void closingAgainDoesNothing() {
        OpenModule module = open();
        if (module.authentication.isPresent()) {
            AuthenticationExchange exchange = module.begin(OpenModule.connection());
            exchange.close();
            exchange.close();
        }
        module.authenticators.forEach(OpenAuthenticator::closeUnused);
        module.close();
        module.close();
    }

    @Test
    final void whatIsClosedLetsNobodyIn() throws Exception {
        OpenModule module = open();
        Trial trial = trial(module);
        List<Callable<Object>> calls = new ArrayList<>(trial.calls());
        calls.addAll(trial.begun());
        module.closeContexts();
        assertNobodyGetsIn(calls);
        module.close();
        assertNobodyGetsIn(calls);
    }

    @Test
    final void loadedTwiceItIsTwoModules() throws Exception {
        OpenModule one = open();
        OpenModule other = open();
        trial(one).runSamples();
        one.close();
        trial(other).runSamples();
    }

    @Test
    final void anInterruptEndsACall() throws Exception {
        List<Callable<Object>> calls = trial(open()).calls();
        Optional<Stall> stall = hang();
        for (Callable<Object> call : calls) {
            if (stall.isEmpty()) {
                // There is nothing to hang in; at least an interrupt from before mustn't confuse the module.
                Fork.startInterrupted(call).awaitEnd("a call that is interrupted", promptly());
                continue;
            }
            Fork fork = forkInto(stall.get(), call);
            boolean hung = !fork.isOver();
            fork.interrupt();
            fork.awaitEnd("a call that is interrupted", promptly());
            assertThat(hung && fork.isYes())
                    .as("an interrupted call lets somebody in")
                    .isFalse();
        }
    }

    @Test
    final void closingEndsCallsThatAreUnderWay() throws Exception {
        OpenModule module = open();
        List<Callable<Object>> calls = trial(module).calls();
        Optional<Stall> stall = hang();
        if (stall.isEmpty()) {
            return; // no call stays under way long enough
        }
        List<Fork> hanging = new ArrayList<>();
        for (Callable<Object> call : calls) {
            Fork fork = forkInto(stall.get(), call);
            if (!fork.isOver()) {
                hanging.add(fork);
            }
        }
        Fork.start(() -> {
                    module.close();
                    return "closed";
                })
                .awaitSuccess("closing", promptly());
        for (Fork fork : hanging) {
            fork.awaitEnd("a call under way when its context is closed", promptly());
            assertThat(fork.isYes()).as("a closed context lets somebody in").isFalse();
        }
    }

    @Test
    final void neitherSecretsNorForgedLinesComeOut() throws Exception {
        try (LogCapture log = new LogCapture()) {
            OpenModule module = open();
            trial(module).runSamples();
            trial(module).runOddRequests();
            wrongOptionsAreRefusedWithAReason();
            Thread.getAllStackTraces().keySet().forEach(thread -> hunt.see("the name of a thread", thread.getName()));
            module.close();
            anInterruptEndsACall();
            log.everything().forEach(line -> hunt.see("the log", line));
            assertThat(log.messages())
                    .as("messages, which mustn't hold line ends of a client's making")
                    .noneMatch(message -> message.contains(OpenModule.FORGED_LINE));
        }
        hunt.assertNothingCameOut();
    }

    @Test
    final void noThreadKeepsTheProgramRunning() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        OpenModule module = open();
        trial(module).runSamples();
        module.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!thread.isDaemon() && !before.contains(thread)) {
                thread.join(promptly().toMillis());
                assertThat(thread.isAlive())
                        .as("whether %s, which is no daemon, outlives the module", thread)
                        .isFalse();
            }
        }
    }

    private void assertNobodyGetsIn(List<Callable<Object>> calls) throws InterruptedException {
        for (Callable<Object> call : calls) {
            Fork fork = Fork.start(call);
            fork.awaitEnd("a call to what is closed", promptly());
            assertThat(fork.isYes()).as("what is closed lets somebody in").isFalse();
        }
    }
}
