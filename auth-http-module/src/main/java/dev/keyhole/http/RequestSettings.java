package dev.keyhole.http;

import dev.keyhole.http.client.ClientOptions;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Problem;
import dev.keyhole.tls.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How documents are fetched.
 *
 * @param uri where they are
 * @param headers sent with each request
 * @param timeout of one request
 * @param retries further tries after a fault that may pass
 * @param maxDocumentSize in bytes
 * @param acceptsEmptyName whether the service is asked about users without a name
 * @param tls how connections are made secure, if the URI wants that
 */
record RequestSettings(
        UriTemplate uri,
        List<HeaderTemplate> headers,
        Duration timeout,
        int retries,
        long maxDocumentSize,
        boolean acceptsEmptyName,
        TlsSettings tls) {

    /** More than any document may have; keeps sizes far from where an int ends. */
    private static final long LARGEST = 64 << 20;

    RequestSettings {
        headers = List.copyOf(headers);
    }

    /**
     * @throws ConfigurationException with everything that is wrong
     */
    static RequestSettings read(Options options) {
        List<Problem> problems = new ArrayList<>();
        if (options.find(WebServiceOptions.RESOURCE_URI).isEmpty()) {
            problems.add(Problem.of(
                    WebServiceOptions.RESOURCE_URI,
                    "'ResourceURI' is missing: " + WebServiceOptions.RESOURCE_URI.description()));
        }
        ClientOptions.checkDuration(options, WebServiceOptions.CONNECTION_TIMEOUT, problems);
        ClientOptions.checkDuration(options, WebServiceOptions.REQUEST_TIMEOUT, problems);
        ClientOptions.checkDuration(options, WebServiceOptions.BREAKER_PAUSE, problems);
        long maxDocumentSize = options.get(WebServiceOptions.MAX_DOCUMENT_SIZE);
        if (maxDocumentSize < 2 || maxDocumentSize > LARGEST) {
            problems.add(Problem.of(WebServiceOptions.MAX_DOCUMENT_SIZE, "'MaxDocumentSize' must be from 2 to 64MB"));
        }
        TlsSettings tls = TlsSettings.of(options);
        boolean secure = options.find(WebServiceOptions.RESOURCE_URI)
                .filter(UriTemplate::isTls)
                .isPresent();
        problems.addAll(tls.problems(secure));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new RequestSettings(
                options.get(WebServiceOptions.RESOURCE_URI),
                options.get(WebServiceOptions.HTTP_HEADER),
                options.get(WebServiceOptions.REQUEST_TIMEOUT),
                options.get(WebServiceOptions.RETRY_COUNT),
                maxDocumentSize,
                options.get(WebServiceOptions.SERVER_ACCEPTS_EMPTY_AUTH_ID),
                tls);
    }

    /** Whether the service sees the password in a header. */
    boolean passwordInHeaders() {
        return headers.stream().anyMatch(HeaderTemplate::carriesPassword);
    }

    /** Whether a header takes the place of HTTP authentication. */
    boolean authorizationInHeaders() {
        return headers.stream().anyMatch(HeaderTemplate::isAuthorization);
    }
}
