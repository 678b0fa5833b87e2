package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class ImplicitAuthenticationKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new ImplicitAuthenticationProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(option("AllowSpoofing", "true"));
    }

    @Override
    protected boolean anybodyIsAccepted() {
        return true;
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua-1983"), LogonSample.implicit(LogonSample.Outcome.ACCEPTED));
    }
}
