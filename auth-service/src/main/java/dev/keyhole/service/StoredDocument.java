package dev.keyhole.service;

/**
 * A permissions document that has been parsed without a fault.
 *
 * @param json as it is in the store; nobody changes it
 * @param entityTag strong, quotes included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredDocument(byte[] json, String entityTag) {}
