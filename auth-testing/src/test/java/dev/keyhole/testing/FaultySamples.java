package dev.keyhole.testing;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The kit as the author of {@link FaultyModule} extends it. Run by {@link KitTest}, not by the build. */
final class FaultySamples extends ModuleCompatibilityTest {

    static final AtomicBoolean HANGING = new AtomicBoolean();
    static final AtomicLong HUNG = new AtomicLong();
    static volatile Fault fault = Fault.NONE;
    static volatile CountDownLatch released = new CountDownLatch(1);

    static String password(String userName) {
        return userName.equals("falken") ? "joshua-1983" : userName.equals("lightman") ? "pencil-1983" : " ";
    }

    static void stayUntilReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected ModuleProvider provider() {
        return new FaultyProvider(fault);
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(option("Key", "key-of-the-module"));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(List.of(option("Level", "7")));
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua-1983"),
                LogonSample.accepted("lightman", "pencil-1983"),
                LogonSample.rejected("falken", "pencil-1983"),
                LogonSample.accepted("hal", "").answering("dont-do-that-dave"),
                LogonSample.rejected("hal", "").answering("open-the-doors"),
                LogonSample.unavailable("wopr", "tic-tac-toe"),
                LogonSample.implicit(LogonSample.Outcome.ABSTAINED));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.READ, Resource.topic("open"))
                        .limitedTo("/a = 1", ""),
                CheckSample.denied("falken", Permission.READ, Resource.topic("shut")));
    }

    @Override
    protected List<CredentialsSample> credentials() {
        return List.of(
                CredentialsSample.obtained("falken", FaultyAuthenticator.TOKEN)
                        .answering("what are you doing?", "opening-the-doors")
                        .answering("really?", "so-help-me"),
                CredentialsSample.unavailable().with(option("Level", "3")));
    }

    @Override
    protected Duration promptly() {
        return fault == Fault.NONE ? super.promptly() : Duration.ofSeconds(1);
    }

    @Override
    protected Optional<Stall> stall() {
        HANGING.set(true);
        return Optional.of(new Stall() {
            @Override
            public long calls() {
                return HUNG.get();
            }

            @Override
            public void close() {
                HANGING.set(false);
            }
        });
    }
}
