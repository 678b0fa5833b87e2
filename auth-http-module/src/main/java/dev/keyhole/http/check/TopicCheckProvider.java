package dev.keyhole.http.check;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** Entry point of the module that asks a service whether a topic may be used. */
public final class TopicCheckProvider implements ModuleProvider {

    private static final Set<String> LIBRARIES =
            Set.of("keyhole-http-topic-check", "amqtt.contrib.http.TopicAuthHttpPlugin");

    @Override
    public Set<String> libraries() {
        return LIBRARIES;
    }

    @Override
    public OptionSchema options() {
        return CheckOptions.TOPIC_SCHEMA;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new TopicCheckModule(settings);
    }
}
