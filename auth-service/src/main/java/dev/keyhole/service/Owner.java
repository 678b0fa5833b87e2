package dev.keyhole.service;

/** Whose document it is. */
record Owner(Kind kind, String name) {

    /** Users have documents, and so have groups. */
    enum Kind {
        USER,
        GROUP
    }

    static Owner user(String name) {
        return new Owner(Kind.USER, name);
    }

    static Owner group(String name) {
        return new Owner(Kind.GROUP, name);
    }
}
