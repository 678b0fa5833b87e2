package dev.keyhole.spi;

/**
 * What a context for outgoing connections is opened with.
 *
 * @param moduleName the name that the configuration gives to the module
 * @param destination where the connections go
 * @param options the options of the module, overridden name by name by those of the block that uses it
 */
public record AuthenticatorSettings(String moduleName, DestinationInfo destination, Options options) {}
