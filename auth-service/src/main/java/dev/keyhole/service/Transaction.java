package dev.keyhole.service;

/** What there is in a store, while a piece of work looks at it or changes it. Not thread-safe. */
record Transaction(UserRecords users, GroupRecords groups, DocumentRecords documents, AuditRecords audit) {}
