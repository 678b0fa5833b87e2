package dev.keyhole.http.client;

import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** What a service answered. */
public final class WebAnswer {

    public static final int OK = 200;
    public static final int UNAUTHORIZED = 401;

    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    /**
     * @param status the status code
     * @param body the whole body of a 2xx; empty for every other status
     */
    public WebAnswer(int status, List<Header> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean isOk() {
        return status == OK;
    }

    /** Whether the status is a 2xx. */
    public boolean isSuccess() {
        return isSuccess(status);
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    public boolean isUnauthorized() {
        return status == UNAUTHORIZED;
    }

    /** Whether the status is a 5xx. */
    public static boolean isServerError(int status) {
        return status >= 500 && status < 600;
    }

    /** Values of the headers with this name, in the order they came. */
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(0);
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }

    /** Values of the {@code WWW-Authenticate} headers. */
    public List<String> challenges() {
        return headers(HttpHeaders.WWW_AUTHENTICATE);
    }

    /** Value of the {@code Authentication-Info} header; empty if there is none. */
    public String authenticationInfo() {
        List<String> values = headers("Authentication-Info");
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Not a copy. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "WebAnswer[" + status + ", " + body.length + " bytes]";
    }
}
