package dev.keyhole.http.check;

import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;

/** Makes a vote of an answer. Thread-safe. */
final class AnswerReader {

    private final ResponseMode mode;
    private final OnServerError onServerError;

    AnswerReader(ResponseMode mode, OnServerError onServerError) {
        this.mode = mode;
        this.onServerError = onServerError;
    }

    /**
     * @throws ModuleUnavailableException if the answer is none
     */
    Vote read(WebAnswer answer) {
        return WebAnswer.isServerError(answer.status()) ? readServerError(answer) : readByMode(answer);
    }

    private Vote readServerError(WebAnswer answer) {
        return switch (onServerError) {
            case CONTRACT -> readByMode(answer);
            case DENY -> no(answer, Terms.UNSAID);
            case ABSTAIN -> none(answer);
            case FAULT -> throw new ModuleUnavailableException(detail(answer));
        };
    }

    private Vote readByMode(WebAnswer answer) {
        return switch (mode) {
            case STATUS -> byStatus(answer);
            case JSON -> byJson(answer);
            case TEXT -> byText(answer);
        };
    }

    private static Vote byStatus(WebAnswer answer) {
        if (answer.isSuccess()) {
            return yes(answer, terms(answer));
        }
        return answer.status() >= 400 && answer.status() < 500 ? no(answer, terms(answer)) : none(answer);
    }

    private static Vote byText(WebAnswer answer) {
        boolean ok = answer.isSuccess() && isOk(answer.body());
        if (ok) {
            return yes(answer, terms(answer));
        }
        return answer.isSuccess()
                ? new Vote.No(terms(answer), detail(answer) + " with another text than 'ok'", "")
                : no(answer, terms(answer));
    }

    /** In ASCII: other letters have an upper or lower case that looks like these. */
    private static boolean isOk(byte[] body) {
        return body.length == 2 && (body[0] == 'o' || body[0] == 'O') && (body[1] == 'k' || body[1] == 'K');
    }

    private static Vote byJson(WebAnswer answer) {
        if (!answer.isSuccess()) {
            return no(answer, terms(answer));
        }
        JsonAnswer json = JsonAnswer.parse(answer.body());
        Terms said = new Terms(json.ttl().or(() -> terms(answer).lifetime()), json.scope());
        if (json.ok().isEmpty()) {
            return new Vote.None(detail(answer) + " without a field 'ok'");
        }
        return json.ok().get()
                ? new Vote.Yes(said, detail(answer) + " with 'ok': true")
                : new Vote.No(said, detail(answer) + " with 'ok': false", json.error());
    }

    private static Terms terms(WebAnswer answer) {
        return new Terms(CacheControl.lifetime(answer.headers(HttpHeaders.CACHE_CONTROL)), Optional.empty());
    }

    private static Vote yes(WebAnswer answer, Terms terms) {
        return new Vote.Yes(terms, detail(answer));
    }

    private static Vote no(WebAnswer answer, Terms terms) {
        return new Vote.No(terms, detail(answer), "");
    }

    private static Vote none(WebAnswer answer) {
        return new Vote.None(detail(answer));
    }

    private static String detail(WebAnswer answer) {
        return "the service answered " + answer.status();
    }
}
