package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

class SimpleAccessKitTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new SimpleAccessProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(option("DeniedTopics", "secret"));
    }

    @Override
    protected List<RawOption> blockOptions(Place place) {
        return List.of(option("AllowedTopics", "^desk/"), option("GrantedPermissions", "read"));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("AllowedTopics", "(")),
                List.of(option("AllowedTopics", "")),
                List.of(option("GrantedPermissions", "replicate")));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.READ, Resource.topic("desk/fx")),
                CheckSample.denied("falken", Permission.READ, Resource.topic("desk/secret")),
                CheckSample.denied("falken", Permission.WRITE, Resource.topic("desk/fx")),
                CheckSample.granted("falken", Permission.LOGON, Resource.logon()),
                CheckSample.denied("falken", Permission.LOGON, Resource.replicationLogon()));
    }
}
