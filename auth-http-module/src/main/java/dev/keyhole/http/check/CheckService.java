package dev.keyhole.http.check;

import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.Payload;
import dev.keyhole.http.client.ServiceClient;
import dev.keyhole.http.client.TransientFaultException;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ModuleUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/** The service as one context asks it. Thread-safe. */
final class CheckService {

    private final CheckSettings settings;
    private final ServiceClient client;
    private final InFlight calls;
    private final AnswerReader answers;
    private final List<Header> headers;

    /**
     * @param calls where requests are listed while they run
     */
    CheckService(CheckSettings settings, ServiceClient client, InFlight calls) {
        this.settings = settings;
        this.client = client;
        this.calls = calls;
        this.answers = new AnswerReader(settings.response(), settings.onServerError());
        this.headers = List.of(
                new BasicHeader(HttpHeaders.USER_AGENT, settings.userAgent()),
                new BasicHeader(
                        HttpHeaders.ACCEPT, settings.response() == ResponseMode.JSON ? "application/json" : "*/*"));
    }

    /** What matters to the modules beside this one in a chain. */
    Set<ChainTrait> chainTraits() {
        return settings.abstainsInAnOutage() ? Set.of(ChainTrait.ABSTAINS_ON_OUTAGE) : Set.of();
    }

    InFlight calls() {
        return calls;
    }

    /**
     * @throws ModuleUnavailableException if there is no telling, or the context is closed
     * @throws InterruptedException if the thread was interrupted
     */
    Vote ask(URI path, Question question) throws InterruptedException {
        calls.check();
        try (Payload payload = question.payload(settings.method(), settings.params())) {
            WebRequest request = new WebRequest(
                    settings.service(),
                    URI.create(settings.service().toURI() + path),
                    payload,
                    headers,
                    Optional.empty(),
                    settings.timeout(),
                    settings.maxAnswerSize());
            try {
                return answers.read(client.send(request, calls));
            } catch (TransientFaultException e) {
                throw client.down(request, e.description());
            }
        }
    }
}
