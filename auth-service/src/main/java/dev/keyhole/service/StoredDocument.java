package dev.keyhole.service;

import dev.keyhole.permissions.PermissionsDocument;

/**
 * A permissions document that has been parsed without a fault.
 *
 * @param json as it is in the store; nobody changes it
 * @param entityTag strong, quotes included
 * @param permissions what it says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredDocument(byte[] json, String entityTag, PermissionsDocument permissions) {}
