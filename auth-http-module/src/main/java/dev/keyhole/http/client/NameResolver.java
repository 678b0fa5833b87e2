package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up on a thread of the host, because the JDK's look-up heeds neither interrupt nor time-out. Thread-safe.
 */
public final class NameResolver implements DnsResolver {

    private final HostServices host;
    private final Duration timeout;
    private final DnsResolver system;

    public NameResolver(HostServices host, Duration timeout) {
        this(host, timeout, SystemDefaultDnsResolver.INSTANCE);
    }

    public NameResolver(HostServices host, Duration timeout, DnsResolver system) {
        this.host = host;
        this.timeout = timeout;
        this.system = system;
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        if (isAddress(name)) {
            return system.resolve(name);
        }
        CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
        Future<?> task = host.schedule(Duration.ZERO, () -> {
            try {
                addresses.complete(system.resolve(name));
            } catch (UnknownHostException | RuntimeException e) {
                addresses.completeExceptionally(e);
            }
        });
        try {
            return addresses.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(name);
        } catch (TimeoutException | ExecutionException e) {
            throw new UnknownHostException(name);
        } finally {
            task.cancel(true);
        }
    }

    @Override
    public String resolveCanonicalHostname(String name) {
        return name;
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
