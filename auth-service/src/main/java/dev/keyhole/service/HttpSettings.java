package dev.keyhole.service;

import java.util.Optional;

/**
 * How the service listens.
 *
 * @param maxConnections further ones wait to be accepted
 * @param maxRequests answered at one time; further ones are refused
 * @param maxBodyBytes longer bodies are refused before anything looks at them
 */
record HttpSettings(
        String address, int port, int maxConnections, int maxRequests, int maxBodyBytes, Optional<TlsSettings> tls) {}
