/**
 * The host: what a broker embeds to have its clients judged by modules.
 *
 * <p>A broker starts one {@link dev.keyhole.host.Host}, tells it of each connection by {@link
 * dev.keyhole.host.Transport#connect}, of each logon by {@link dev.keyhole.host.Connection#logon}, and asks {@link
 * dev.keyhole.host.Connection#check} before it does what a client wants.
 */
package dev.keyhole.host;
