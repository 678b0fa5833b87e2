/**
 * TLS for the modules that talk to a server: the options, and the JDK's TLS context made of PEM files. A library, not a
 * module: each module that uses it has a copy of its own in its folder.
 */
package dev.keyhole.tls;
