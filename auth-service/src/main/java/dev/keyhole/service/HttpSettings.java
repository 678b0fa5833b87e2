package dev.keyhole.service;

/**
 * How the service listens.
 *
 * @param realm printable ASCII without quotes and backslashes
 */
record HttpSettings(String address, int port, String realm, int maxConnections) {}
