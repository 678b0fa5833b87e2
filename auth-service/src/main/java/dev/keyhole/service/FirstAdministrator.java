package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import dev.keyhole.spi.ConfigurationException;
import java.util.List;
import java.util.Optional;

/** Makes the first superadmin of a store, whom nobody could have let in: once, and never again. */
final class FirstAdministrator {

    private static final String ACTION = "first-admin";
    private static final int PAGE = 1_000;

    /** May do everything here, and logs on to no broker. */
    private static final String DOCUMENT =
            "{\"logon\":false,\"admin\":[{\"topic\":\"^" + Administrator.ROOT + "/\",\"read\":true,\"write\":true}]}\n";

    private FirstAdministrator() {}

    /**
     * Makes the user with the document that grants everything here. Of several calls at one moment one succeeds.
     *
     * @throws ConfigurationException if there was one before, or there is such a user, or the name can't be used
     */
    static void make(Ledger ledger, Actor actor, String name, NewPassword password) {
        try {
            ledger.change(transaction -> {
                checkIsFirst(transaction);
                Owner owner = Owner.user(name);
                Names.checkUser(name);
                if (transaction.users().find(name).isPresent()
                        || transaction.documents().current(owner).isPresent()) {
                    throw new ConfigurationException(
                            "there is such a user already, or a document of one; the first administrator is a new user");
                }
                transaction.users().put(new UserRecord(name, password.hash(), true, List.of()));
                transaction.users().putDigests(name, password);
                long version = transaction.documents().add(owner, Optional.of(DOCUMENT.getBytes(UTF_8)), actor);
                transaction.audit().add(actor, ACTION, owner, version);
                return version;
            });
        } catch (Refusal e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkIsFirst(Transaction transaction) {
        long before = Long.MAX_VALUE;
        while (true) {
            List<AuditEntry> page = transaction.audit().list(before, PAGE);
            for (AuditEntry entry : page) {
                if (entry.action().equals(ACTION)) {
                    throw new ConfigurationException("there was a first administrator already, made " + entry.at()
                            + ": " + entry.target() + "; administrators make others");
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            before = page.get(page.size() - 1).id();
        }
    }
}
