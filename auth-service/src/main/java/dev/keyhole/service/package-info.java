/**
 * The server at the other end: it answers with a user's permissions document who can prove to be that user.
 *
 * <p>{@link dev.keyhole.service.PermissionsService} is all that an embedding program needs.
 */
package dev.keyhole.service;
