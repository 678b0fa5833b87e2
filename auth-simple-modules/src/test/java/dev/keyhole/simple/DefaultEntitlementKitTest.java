package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class DefaultEntitlementKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new DefaultEntitlementProvider();
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.LOGON, Resource.logon()),
                CheckSample.granted("", Permission.REPLICATE, Resource.topic("desk/fx")),
                CheckSample.granted("falken", Permission.READ, Resource.admin("/amps")));
    }
}
