/** Permissions documents: parsed, matched and linted. */
package dev.keyhole.permissions;
