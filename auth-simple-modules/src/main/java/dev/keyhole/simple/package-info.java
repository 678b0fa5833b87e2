/**
 * The modules that are always there, and simple access. Those that judge decide by their options alone and ask nobody, so
 * that no call blocks or fails; the one that gives credentials to outgoing connections may read a file.
 */
package dev.keyhole.simple;
