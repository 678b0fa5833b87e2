/**
 * The modules that are always there, and simple access. They decide by their options alone and ask nobody, so that no
 * call blocks or fails.
 */
package dev.keyhole.simple;
