/**
 * The token module: the password of a logon is an access token (RFC 7519), verified here without asking anybody.
 *
 * <p>The way of a logon: {@link dev.keyhole.token.TokenExchange} takes the token, {@link
 * dev.keyhole.token.TokenVerifier} verifies its header, its signature and then its claims, by a key of a {@link
 * dev.keyhole.token.KeySource}. Nothing that a token says of keys or algorithms is believed: it only chooses among those
 * that the configuration allows.
 */
package dev.keyhole.token;
