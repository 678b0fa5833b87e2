package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A private authority, made with the JDK's keytool, that issues certificates as PEM files. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;

    TestAuthority(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        pair(name, "CN=" + name, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign");
        write(certificate(), "CERTIFICATE", store(name).getCertificate(name).getEncoded());
    }

    /** PEM of the authority's own certificate. */
    Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** PEM of a certificate of this name; its key is in {@link #key}. */
    Path issue(String subject, String... extensions) throws Exception {
        pair(subject, "CN=localhost");
        Path request = folder.resolve(subject + ".csr");
        Path signed = folder.resolve(subject + ".crt");
        keytool(subject, "-certreq", "-alias", subject, "-file", request.toString());
        List<String> sign = new ArrayList<>(List.of(
                "-gencert", "-rfc", "-alias", name, "-infile", request.toString(), "-outfile", signed.toString()));
        sign.addAll(List.of(extensions));
        keytool(name, sign.toArray(String[]::new));
        KeyStore store = store(subject);
        write(
                key(subject),
                "PRIVATE KEY",
                store.getKey(subject, PASSWORD.toCharArray()).getEncoded());
        return signed;
    }

    Path key(String subject) {
        return folder.resolve(subject + ".key");
    }

    private void pair(String alias, String subject, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-alias", alias, "-dname", subject, "-keyalg", "EC", "-groupname", "secp256r1"));
        arguments.addAll(List.of(more));
        keytool(alias, arguments.toArray(String[]::new));
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                folder.resolve(store + ".p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
        }
    }

    private KeyStore store(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(alias + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void write(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
