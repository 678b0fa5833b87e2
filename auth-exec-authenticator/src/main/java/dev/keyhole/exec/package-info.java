/** The exec authenticator: credentials for outgoing connections, from the output of a command. */
package dev.keyhole.exec;
