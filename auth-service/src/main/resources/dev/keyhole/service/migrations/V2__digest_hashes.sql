-- Hashes of passwords for Digest. One counts only as long as the user's password is the one that it was made with.
CREATE TABLE keyhole_digest (
    user_name VARCHAR(256) NOT NULL REFERENCES keyhole_user (name) ON DELETE CASCADE,
    algorithm VARCHAR(16) NOT NULL,
    realm VARCHAR(256) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    name_hash VARCHAR(64) NOT NULL,
    password_hash VARCHAR(256) NOT NULL,
    PRIMARY KEY (user_name, algorithm)
);

CREATE INDEX keyhole_digest_name ON keyhole_digest (name_hash);
