package dev.keyhole.simple;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.LogonRequest;

/** What an authentication module answers to the one request of a logon. Immutable. */
@FunctionalInterface
interface AuthenticationPolicy {

    AuthenticationResult judge(LogonRequest request);
}
