package dev.keyhole.http.client;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.tls.TlsMaterial;
import dev.keyhole.tls.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections secure: TLS 1.2 or 1.3, the server's name verified. Reads its files anew when they change; as long
 * as the new ones are no good, the old ones count. Thread-safe.
 */
final class TlsClient implements TlsSocketStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(TlsClient.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;
    private final Runnable changed;
    private volatile Loaded loaded;

    /** A context, and what its files looked like when they were read. */
    private record Loaded(SSLContext context, List<String> stamps) {}

    /**
     * @param changed what to do when other files count
     * @throws ConfigurationException with everything that is wrong with the files
     */
    public TlsClient(TlsSettings settings, Runnable changed) {
        this.settings = settings;
        this.changed = changed;
        List<String> stamps = stamps();
        this.loaded = new Loaded(TlsMaterial.read(settings), stamps);
    }

    private List<String> stamps() {
        return Stream.of(settings.certificate(), settings.key(), settings.authorities())
                .flatMap(Optional::stream)
                .map(TlsClient::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    /** Reads the files if they have changed. */
    public void refresh() {
        if (reload()) {
            changed.run();
        }
    }

    private synchronized boolean reload() {
        List<String> stamps = stamps();
        if (stamps.equals(loaded.stamps())) {
            return false;
        }
        try {
            loaded = new Loaded(TlsMaterial.read(settings), stamps);
            LOG.info("The files of Certificate, Key and CAKey have changed; the new ones count from now on");
            return true;
        } catch (ConfigurationException e) {
            LOG.warn(
                    "The files of Certificate, Key and CAKey have changed and can't be used; the old ones go on to"
                            + " count: {}",
                    e.getMessage());
            loaded = new Loaded(loaded.context(), stamps);
            return false;
        }
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context)
            throws IOException {
        refresh();
        SSLSocket secured = (SSLSocket) loaded.context().getSocketFactory().createSocket(socket, host, port, true);
        try {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            if (!settings.allowUnverifiedPeer()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
