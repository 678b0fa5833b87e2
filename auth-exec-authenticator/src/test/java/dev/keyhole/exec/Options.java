package dev.keyhole.exec;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.DestinationInfo;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import java.util.List;
import java.util.Map;

/** Opens contexts as a host does. */
final class Options {

    private Options() {}

    static dev.keyhole.spi.Options of(Map<String, String> options) {
        List<RawOption> block = options.entrySet().stream()
                .map(option -> new RawOption(option.getKey(), option.getValue(), ""))
                .toList();
        return ExecOptions.SCHEMA
                .readBlock(Place.AUTHENTICATOR, List.of(), block)
                .orThrow();
    }

    static AuthenticatorContext open(Map<String, String> options, HostServices host) {
        ExecAuthenticatorProvider provider = new ExecAuthenticatorProvider();
        ModuleSettings module = new ModuleSettings(
                "exec",
                "libamps_exec_authenticator.so",
                provider.options().readModule(List.of()).orThrow(),
                host);
        return provider.load(module)
                .authenticator(new AuthenticatorSettings(
                        "exec", new DestinationInfo("downstream", "tcp", "127.0.0.1:9000"), of(options)));
    }
}
