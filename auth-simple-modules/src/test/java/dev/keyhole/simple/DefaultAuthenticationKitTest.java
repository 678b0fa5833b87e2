package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class DefaultAuthenticationKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new DefaultAuthenticationProvider();
    }

    @Override
    protected boolean anybodyIsAccepted() {
        return true;
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua-1983").binding(""),
                LogonSample.accepted("", ""),
                LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(List.of(option("AllowSpoofing", "maybe")), List.of(option("AllowSpoof", "true")));
    }
}
