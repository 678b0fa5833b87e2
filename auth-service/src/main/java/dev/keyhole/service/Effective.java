package dev.keyhole.service;

import java.util.Optional;

/** Whose document counts for a user: the user's own, else that of the user's first group. */
final class Effective {

    private Effective() {}

    static Optional<Owner> owner(Transaction transaction, String user) {
        Owner own = Owner.user(user);
        if (transaction.documents().current(own).isPresent()) {
            return Optional.of(own);
        }
        return transaction.groups().firstOf(user).map(Owner::group).filter(group -> transaction
                .documents()
                .current(group)
                .isPresent());
    }

    static Optional<DocumentRecords.Current> document(Transaction transaction, String user) {
        return owner(transaction, user).flatMap(owner -> transaction.documents().current(owner));
    }
}
