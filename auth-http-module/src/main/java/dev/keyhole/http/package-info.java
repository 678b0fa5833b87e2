/**
 * The web-service module: one HTTP {@code GET} at logon fetches the user's permissions document with the logon's own
 * credentials. Getting it is the authentication; what it says is the entitlement.
 *
 * <p>The way of a logon: {@link dev.keyhole.http.LogonExchange} makes the request from the templates, {@link
 * dev.keyhole.http.DocumentFetcher} gets the document by the rules of first contact, authentication and retries, {@link
 * dev.keyhole.http.client.WebClient} does one request within its limits, and {@link dev.keyhole.http.DocumentStore} keeps the
 * document for as long as the user has a connection.
 */
package dev.keyhole.http;
