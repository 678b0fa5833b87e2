package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.stream.Stream;

/** Users of a password file, and documents in a folder. Thread-safe. */
final class FilesStore implements Store {

    private final HtpasswdStore users;
    private final FolderDocumentStore documents;

    FilesStore(HtpasswdStore users, FolderDocumentStore documents) {
        this.users = users;
        this.documents = documents;
    }

    @Override
    public StoredPassword password(String user) {
        return users.find(user);
    }

    @Override
    public boolean isActive(String user) {
        return !users.find(user).decoy();
    }

    @Override
    public DocumentLookup document(String user) {
        return documents.find(user);
    }

    @Override
    public List<Problem> problems() {
        return Stream.concat(users.problems().stream(), documents.problems().stream())
                .toList();
    }
}
