package dev.keyhole.service;

/** Where the permissions documents come from. Called concurrently, once for each logon. */
interface DocumentStore {

    /** Finds the document of a user: the user's own, else that of a group. */
    DocumentLookup find(String user);
}
