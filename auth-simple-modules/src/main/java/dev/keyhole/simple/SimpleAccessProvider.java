package dev.keyhole.simple;

import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** {@code keyhole-simple-access}: entitlement by the name of the topic or admin path, the same for every user. */
public final class SimpleAccessProvider implements ModuleProvider {

    private static final OptionSchema OPTIONS =
            OptionSchema.of(SimpleAccess.ALLOWED_TOPICS, SimpleAccess.DENIED_TOPICS, SimpleAccess.GRANTED_PERMISSIONS);

    @Override
    public Set<String> libraries() {
        return Set.of("keyhole-simple-access", "libamps_simple_access_entitlement.so");
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new EntitlementModule(SimpleAccess::read, Set.of(ChainTrait.ACCEPTS_ANYBODY));
    }
}
