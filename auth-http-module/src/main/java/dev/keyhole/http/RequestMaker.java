package dev.keyhole.http;

import dev.keyhole.http.client.Payload;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Makes the request for one user's document of the templates. */
final class RequestMaker {

    private final RequestSettings settings;

    RequestMaker(RequestSettings settings) {
        this.settings = settings;
    }

    /** What came of it. */
    sealed interface Made {

        /** The request, without authentication. */
        record Request(WebRequest request) implements Made {}

        /**
         * A value can't be sent.
         *
         * @param why for operators; shows no value
         */
        record Refused(String why) implements Made {}
    }

    Made make(ConnectionInfo connection, LogonRequest logon) {
        Expansion target = settings.uri().target(logon.userName());
        if (target instanceof Expansion.Refused refused) {
            return new Made.Refused(refused.why());
        }
        List<Header> headers = new ArrayList<>();
        for (HeaderTemplate template : settings.headers()) {
            Expansion value = template.expand(connection, logon);
            if (value instanceof Expansion.Refused refused) {
                return new Made.Refused(refused.why());
            }
            headers.add(new BasicHeader(template.name(), ((Expansion.Text) value).value()));
        }
        return new Made.Request(new WebRequest(
                settings.uri().host(),
                URI.create(settings.uri().base() + ((Expansion.Text) target).value()),
                Payload.none(),
                headers,
                Optional.empty(),
                settings.timeout(),
                settings.maxDocumentSize()));
    }
}
