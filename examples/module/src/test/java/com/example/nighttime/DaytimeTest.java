package com.example.nighttime;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.util.List;

/** At midnight as well, with a night that is over by then. */
class DaytimeTest extends ModuleCompatibilityTest {

    @Override
    protected ModuleProvider provider() {
        return new Nighttime();
    }

    @Override
    protected List<RawOption> blockOptions(Place place) {
        return List.of(option("From", "12"), option("Until", "20"));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(CheckSample.abstained("falken", Permission.READ, Resource.topic("desk/fx")));
    }
}
