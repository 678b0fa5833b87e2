package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class NoAuthenticationKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new NoAuthenticationProvider();
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.rejected("falken", "joshua-1983"), LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }
}
