package dev.keyhole.cli;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.permissions.PermissionsDocument.Finding;
import java.util.List;

/** Looks through a permissions document. */
final class DocumentLint {

    private DocumentLint() {}

    /**
     * @param name of the file, for the findings
     */
    static List<LintFinding> findings(String name, byte[] json) {
        try {
            return PermissionsDocument.parse(json).lint().stream()
                    .map(finding -> LintFinding.warning(name, words(finding)))
                    .toList();
        } catch (InvalidDocumentException e) {
            return List.of(LintFinding.error(name + ":" + e.line() + ":" + e.column(), String.valueOf(e.getMessage())));
        }
    }

    private static String words(Finding finding) {
        return finding.pointer().isEmpty() ? finding.message() : finding.pointer() + ": " + finding.message();
    }
}
