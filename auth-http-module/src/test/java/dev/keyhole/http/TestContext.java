package dev.keyhole.http;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextServices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a module asked of the host. */
final class TestContext implements ContextServices {

    final List<String> resets = new CopyOnWriteArrayList<>();
    final List<String> forgotten = new CopyOnWriteArrayList<>();

    @Override
    public void resetUser(String userName, String reason) {
        resets.add(userName);
    }

    @Override
    public void resetOthers(String userName, String reason, ConnectionInfo spared) {
        resets.add(userName + " but " + spared.id());
    }

    @Override
    public void forgetUser(String userName) {
        forgotten.add(userName);
    }
}
