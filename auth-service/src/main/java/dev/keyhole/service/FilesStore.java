package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Users of a password file, and documents in a folder. Thread-safe. */
final class FilesStore implements Store {

    private final HtpasswdStore users;
    private final Optional<HtdigestStore> digests;
    private final FolderDocumentStore documents;

    FilesStore(HtpasswdStore users, Optional<HtdigestStore> digests, FolderDocumentStore documents) {
        this.users = users;
        this.digests = digests;
        this.documents = documents;
    }

    @Override
    public StoredPassword password(String user) {
        return users.find(user);
    }

    /** Of a user of the password file: who was taken out of that one is gone. */
    @Override
    public Optional<StoredDigest> digest(DigestAlgorithm algorithm, DigestName name) {
        return digests.flatMap(file -> file.find(algorithm, name)).filter(found -> isActive(found.user()));
    }

    @Override
    public boolean isActive(String user) {
        return !users.find(user).decoy();
    }

    @Override
    public boolean isKnown(String user) {
        return users.isKnown(user);
    }

    @Override
    public DocumentLookup document(String user) {
        return documents.find(user);
    }

    @Override
    public List<Problem> problems() {
        return Stream.of(users.problems(), digests.map(HtdigestStore::problems).orElse(List.of()), documents.problems())
                .flatMap(List::stream)
                .toList();
    }
}
