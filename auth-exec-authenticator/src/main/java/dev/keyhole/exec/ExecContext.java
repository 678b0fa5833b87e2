package dev.keyhole.exec;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The tokens of one destination. */
final class ExecContext implements AuthenticatorContext {

    private final Command command;
    private final HostServices host;
    private final String destination;
    private final String userName;
    private final Duration timeout;
    private final Semaphore runs;
    private final TokenCache cache;
    private final Set<Thread> running = new HashSet<>();
    private volatile boolean closed;

    ExecContext(Command command, AuthenticatorSettings settings, HostServices host) {
        this.command = command;
        this.host = host;
        this.destination = settings.destination().name();
        this.userName = settings.options().get(ExecOptions.USER_NAME);
        this.timeout = settings.options().get(ExecOptions.TIMEOUT);
        this.runs = new Semaphore(settings.options().get(ExecOptions.MAX_CONCURRENT), true);
        this.cache = new TokenCache(host.clock(), settings.options().get(ExecOptions.CACHE_FOR), this::run);
    }

    @Override
    public AuthenticatorExchange begin() {
        return new Exchange();
    }

    private Credentials run() throws InterruptedException {
        if (!runs.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw unavailable("as many runs as 'MaxConcurrent' allows are still under way");
        }
        try {
            begin(Thread.currentThread());
            Secret token = command.run(host::nanoTime);
            return new Credentials(userName, token, host.clock().instant(), "command");
        } catch (CommandFailedException e) {
            throw new ModuleUnavailableException(message(String.valueOf(e.getMessage())), e);
        } finally {
            end(Thread.currentThread());
            runs.release();
        }
    }

    private synchronized void begin(Thread thread) {
        refuseIfClosed();
        running.add(thread);
    }

    /** Synchronized, so that closing never interrupts a thread that has gone on to something else. */
    private synchronized void end(Thread thread) {
        running.remove(thread);
    }

    private void refuseIfClosed() {
        if (closed) {
            throw unavailable("the authenticator is closed");
        }
    }

    private ModuleUnavailableException unavailable(String why) {
        return new ModuleUnavailableException(message(why));
    }

    private String message(String why) {
        return "no token for destination '" + destination + "': " + why;
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(Thread::interrupt);
        cache.clear();
    }

    /** One attempt to connect. */
    private final class Exchange implements AuthenticatorExchange {

        private Secret given = Secret.empty();

        @Override
        public Credentials initial() throws InterruptedException {
            refuseIfClosed();
            Credentials credentials = cache.get();
            given = credentials.secret();
            return credentials;
        }

        @Override
        public Credentials respond(Secret challenge) {
            throw unavailable("the remote side sent a challenge, and a command's output has no answer to one");
        }

        @Override
        public void completed(boolean accepted) {
            if (!accepted) {
                cache.drop(given);
            }
        }
    }
}
