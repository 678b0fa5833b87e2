package dev.keyhole.host.engine;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.Identity;

/** Which contexts want to hear of connections that come and go. To tell the others would take a thread for nothing. */
final class Presence {

    private static final ClassValue<Boolean> HEARD = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return overrides(type, "joined") || overrides(type, "left");
        }
    };

    private Presence() {}

    /** Whether its class has more than what the interface has, or nobody can tell. */
    static boolean isHeardBy(EntitlementContext context) {
        return HEARD.get(context.getClass());
    }

    private static boolean overrides(Class<?> type, String method) {
        try {
            return type.getMethod(method, ConnectionInfo.class, Identity.class).getDeclaringClass()
                    != EntitlementContext.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true;
        }
    }
}
