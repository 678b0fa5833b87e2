package com.example.nighttime;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

/** At midnight, where the kit's time stands. */
class NighttimeTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new Nighttime();
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(List.of(option("From", "24")), List.of(option("Form", "21")));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(CheckSample.denied("falken", Permission.READ, Resource.topic("desk/fx")));
    }
}
