package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class NoEntitlementKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new NoEntitlementProvider();
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.denied("falken", Permission.LOGON, Resource.logon()),
                CheckSample.denied("", Permission.READ, Resource.topic("desk/fx")),
                CheckSample.denied("falken", Permission.READ, Resource.admin("/amps")));
    }
}
