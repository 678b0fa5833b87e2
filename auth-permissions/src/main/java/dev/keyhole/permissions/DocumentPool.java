package dev.keyhole.permissions;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of one store. Those that are {@linkplain PermissionsDocument#equals equal} are one object, a text that was
 * read before isn't read again, and the same pattern is compiled once for all documents. Holds nothing itself: what no user's
 * document needs any more is forgotten. Thread-safe.
 */
public final class DocumentPool {

    private final PatternPool patterns = new PatternPool();
    private final ConcurrentHashMap<Kept, Kept> documents = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Fingerprint, Kept> texts = new ConcurrentHashMap<>();
    private final ReferenceQueue<PermissionsDocument> gone = new ReferenceQueue<>();

    /** A pool that knows no document. */
    public DocumentPool() {}

    /** Equal to another one if the documents are, by all that they say; by itself only once its document is gone. */
    private static final class Kept extends WeakReference<PermissionsDocument> {

        private final int hash;
        private final Fingerprint text;

        Kept(PermissionsDocument document, Fingerprint text, ReferenceQueue<PermissionsDocument> gone) {
            super(document, gone);
            this.hash = document.hashCode();
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            if (!(other instanceof Kept kept) || hash != kept.hash) {
                return false;
            }
            PermissionsDocument mine = get();
            PermissionsDocument others = kept.get();
            return mine != null && others != null && mine.equals(others);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * As {@link PermissionsDocument#parse}; the document is one that somebody holds already, if there is one that says the
     * same.
     *
     * @throws InvalidDocumentException if anything in it is wrong; nothing of it is used then
     */
    public PermissionsDocument parse(byte[] json) {
        Fingerprint text = Fingerprint.of(json);
        PermissionsDocument known = known(text);
        return known == null ? parse(json, text) : known;
    }

    private @Nullable PermissionsDocument known(Fingerprint text) {
        Kept kept = texts.get(text);
        return kept == null ? null : kept.get();
    }

    /** Whether this very text was read before, and somebody holds its document. */
    boolean isKnown(byte[] json) {
        return known(Fingerprint.of(json)) != null;
    }

    int textCount() {
        forgetGone();
        return texts.size();
    }

    private PermissionsDocument parse(byte[] json, Fingerprint text) {
        PermissionsDocument document = DocumentParser.parse(json, new PatternCompiler(patterns));
        Kept mine = new Kept(document, text, gone);
        forgetGone();
        while (true) {
            Kept kept = documents.putIfAbsent(mine, mine);
            if (kept == null) {
                texts.put(text, mine);
                return document;
            }
            PermissionsDocument known = kept.get();
            if (known != null) {
                return known;
            }
            forget(kept);
        }
    }

    private void forgetGone() {
        for (Reference<?> reference = gone.poll(); reference != null; reference = gone.poll()) {
            forget((Kept) reference);
        }
    }

    private void forget(Kept kept) {
        documents.remove(kept);
        texts.remove(kept.text, kept);
    }

    /** Number of different documents that somebody holds. */
    public int size() {
        forgetGone();
        return documents.size();
    }

    /** Number of different patterns in them that need more than a comparison of strings. */
    int patternCount() {
        return patterns.size();
    }
}
