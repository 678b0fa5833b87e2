package dev.keyhole.http.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing. HttpClient's own writes every header to the log once its level is {@code DEBUG}, and
 * with them the {@code Authorization} of every user.
 *
 * <p>It is given up once the server, or a proxy, has sent something that nobody asked for: the next request, which may be
 * that of another user, would take it for its answer.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    private volatile boolean closed;

    /** Whether an answer has come since TLS began: what arrives before the first one belongs to the handshake. */
    private boolean answered;

    private volatile Timeout socketTimeout = Timeout.DISABLED;

    public QuietConnection(Http1Config limits, CharsetDecoder decoder, CharsetEncoder encoder) {
        super(limits, decoder, encoder);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        refuseIfClosed(socket);
        bind(new ArrivedFirst(socket));
        socketTimeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
        refuseIfClosed(socket);
        bind(new ArrivedFirst(tlsSocket, socket));
        answered = false;
        socketTimeout = Timeout.ofMilliseconds(tlsSocket.getSoTimeout());
    }

    /** A request that was cancelled before it had a socket would never end otherwise. */
    private void refuseIfClosed(Socket socket) throws IOException {
        if (closed) {
            socket.close();
            throw new InterruptedIOException("the connection is closed");
        }
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        if (holdsMore(Reading.WHAT_ARRIVED)) {
            close(CloseMode.IMMEDIATE);
            throw new UnaskedAnswerException(answered);
        }
        super.sendRequestHeader(request);
    }

    /**
     * Whether the connection may serve another request. Asked when an answer has been read to its end. What has been read with
     * it and isn't part of it is seen here; what lies on the socket, before the next request is sent.
     */
    @Override
    public boolean isConsistent() {
        answered = true;
        return super.isConsistent() && !holdsMore(Reading.NOTHING);
    }

    /** Whether there is something that no answer consists of. Waits for nothing. */
    private boolean holdsMore(Reading most) {
        if (!(getSocketHolder() instanceof ArrivedFirst holder)) {
            return false;
        }
        holder.most = most;
        try {
            return awaitInput(Timeout.ONE_MILLISECOND)
                    || (most == Reading.WHAT_ARRIVED && answered && holder.holdsRecords());
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            holder.most = Reading.EVERYTHING;
        }
    }

    private enum Reading {
        /** As a socket does, which waits for what will come. */
        EVERYTHING,
        WHAT_ARRIVED,
        NOTHING
    }

    /** A socket that can be read without waiting. */
    private static final class ArrivedFirst extends SocketHolder {

        private volatile Reading most = Reading.EVERYTHING;

        ArrivedFirst(Socket socket) {
            super(socket);
        }

        ArrivedFirst(SSLSocket tlsSocket, Socket socket) {
            super(tlsSocket, socket);
        }

        /** TLS says that something is available once it has read it; until then its records lie on the socket below. */
        boolean holdsRecords() throws IOException {
            return getSSLSocket() != null && getBaseSocket().getInputStream().available() > 0;
        }

        @Override
        protected InputStream getInputStream(Socket socket) throws IOException {
            return new FilterInputStream(super.getInputStream(socket)) {
                /** Nothing read is 0: an exception for it at each request would cost more than the question. */
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return switch (most) {
                        case EVERYTHING -> super.read(into, offset, length);
                        case WHAT_ARRIVED -> available() == 0 ? 0 : super.read(into, offset, length);
                        case NOTHING -> 0;
                    };
                }
            };
        }
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        SocketHolder holder = getSocketHolder();
        return holder == null || holder.getSSLSocket() == null
                ? null
                : holder.getSSLSocket().getSession();
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        socketTimeout = timeout;
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(socketTimeout);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }
}
