/**
 * The HTTP client that the modules of this jar share: requests within limits of time and size, a pool of connections, and a
 * breaker that spares a service which fails.
 */
package dev.keyhole.http.client;
