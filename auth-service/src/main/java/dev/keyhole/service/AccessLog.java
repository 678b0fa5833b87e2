package dev.keyhole.service;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, those that Jetty refuses included, under the logger {@code dev.keyhole.service.access}:
 * {@code from=127.0.0.1 method=GET path=/permissions/falken user=falken status=200 ms=2}. The user is the one that the
 * request claims to come from. Headers and queries are never logged.
 */
final class AccessLog implements RequestLog {

    private static final String USER = "dev.keyhole.service.user";
    private static final int MAX_LENGTH = 256;
    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.service.access");

    static void claimed(HttpServletRequest request, String user) {
        request.setAttribute(USER, user);
    }

    @Override
    public void log(Request request, Response response) {
        if (!log.isInfoEnabled()) {
            return;
        }
        Object user = request.getAttribute(USER);
        String path = request.getHttpURI().getPath();
        log.info(
                "from={} method={} path={} user={} status={} ms={}",
                Request.getRemoteAddr(request),
                clean(request.getMethod()),
                clean(path == null ? "" : path),
                clean(user == null ? "" : user.toString()),
                response.getStatus(),
                TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getBeginNanoTime())));
    }

    /** A client's text on one line, without spaces, and not too long; {@code -} if there is none. */
    static String clean(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isISOControl(c) || Character.isWhitespace(c) || isInvisible(c) ? '?' : c)
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SPACE_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }
}
