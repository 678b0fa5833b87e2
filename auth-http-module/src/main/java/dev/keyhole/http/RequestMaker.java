package dev.keyhole.http;

import dev.keyhole.http.client.Payload;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
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
        List<Header> headers = new ArrayList<>(settings.headers().size());
        Optional<Expansion.Refused> refused = addHeaders(connection, logon, headers);
        if (refused.isPresent()) {
            return new Made.Refused(refused.get().why());
        }
        return new Made.Request(new WebRequest(
                settings.uri().host(),
                settings.uri().service(),
                ((Expansion.Text) target).value(),
                Payload.none(),
                headers,
                Optional.empty(),
                settings.timeout(),
                settings.maxDocumentSize()));
    }

    /** What the request for a logon has for headers; empty if a value can't be sent. */
    Optional<List<Header>> headers(ConnectionInfo connection, LogonRequest logon) {
        List<Header> headers = new ArrayList<>(settings.headers().size());
        return addHeaders(connection, logon, headers).isPresent() ? Optional.empty() : Optional.of(headers);
    }

    private Optional<Expansion.Refused> addHeaders(
            ConnectionInfo connection, LogonRequest logon, List<Header> headers) {
        for (HeaderTemplate template : settings.headers()) {
            Expansion value = template.expand(connection, logon);
            if (value instanceof Expansion.Refused refused) {
                return Optional.of(refused);
            }
            headers.add(new BasicHeader(template.name(), ((Expansion.Text) value).value()));
        }
        return Optional.empty();
    }
}
