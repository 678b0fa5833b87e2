-- Each change changes this row first, so that one waits for the other.
CREATE TABLE keyhole_change (
    number BIGINT NOT NULL
);

INSERT INTO keyhole_change (number) VALUES (0);

-- Groups that have had nothing but a document until now.
INSERT INTO keyhole_group (name)
SELECT DISTINCT owner FROM keyhole_document
WHERE kind = 'GROUP' AND NOT EXISTS (SELECT 1 FROM keyhole_group WHERE name = owner);
