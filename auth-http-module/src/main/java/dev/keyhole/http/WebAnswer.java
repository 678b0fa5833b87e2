package dev.keyhole.http;

import java.util.List;

/** What a service answered. */
final class WebAnswer {

    static final int OK = 200;
    static final int UNAUTHORIZED = 401;

    private final int status;
    private final List<String> challenges;
    private final String authenticationInfo;
    private final byte[] body;

    /**
     * @param status the status code
     * @param challenges values of the {@code WWW-Authenticate} headers
     * @param authenticationInfo value of the {@code Authentication-Info} header; empty if there is none
     * @param body the whole body of a 200; empty for every other status
     */
    WebAnswer(int status, List<String> challenges, String authenticationInfo, byte[] body) {
        this.status = status;
        this.challenges = List.copyOf(challenges);
        this.authenticationInfo = authenticationInfo;
        this.body = body;
    }

    int status() {
        return status;
    }

    boolean isOk() {
        return status == OK;
    }

    boolean isUnauthorized() {
        return status == UNAUTHORIZED;
    }

    List<String> challenges() {
        return challenges;
    }

    String authenticationInfo() {
        return authenticationInfo;
    }

    /** Not a copy. */
    byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "WebAnswer[" + status + ", " + body.length + " bytes]";
    }
}
