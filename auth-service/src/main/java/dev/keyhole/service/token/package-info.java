/**
 * Access tokens: issued at {@code POST /api/security/login} for a password, renewed, accepted as {@code Authorization:
 * Bearer} by the rest of the service, and the public halves of the keys for whoever verifies them elsewhere.
 */
package dev.keyhole.service.token;
