package dev.keyhole.tls;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The files of {@code src/test/resources/tls}. */
final class TestFiles {

    private TestFiles() {}

    /** A path where nothing is if there is no such file. */
    static Path pem(String name) {
        URL file = TestFiles.class.getResource("/tls/" + name + ".pem");
        try {
            return file == null ? Path.of("/nowhere", name + ".pem") : Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
