package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.TestHost;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameResolverTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestHost host = new TestHost();
    private final AtomicReference<Thread> lookedUpBy = new AtomicReference<>();

    @AfterEach
    void stop() {
        host.close();
    }

    /** Looks a name up in the end; nobody resolves anything here. */
    private interface LookUp {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    private NameResolver resolver(Duration timeout, LookUp lookUp) {
        return new NameResolver(host, timeout, new DnsResolver() {
            @Override
            public InetAddress[] resolve(String name) throws UnknownHostException {
                lookedUpBy.set(Thread.currentThread());
                return lookUp.of(name);
            }

            @Override
            public String resolveCanonicalHostname(String name) {
                throw new AssertionError("nobody wants to know");
            }
        });
    }

    private static InetAddress[] loopback() {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.example", "a1", "1a", "10.0.0.x", "0/", "9;"})
    void aNameIsLookedUpOnAThreadOfTheHost(String name) throws Exception {
        assertThat(resolver(LONG, unused -> loopback()).resolve(name)).isEqualTo(loopback());
        assertThat(lookedUpBy.get()).isNotNull().isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.99.0.19", "::1", "fe80::1%eth0", ":"})
    void anAddressNeedsNoLookUpAndNoThread(String address) throws Exception {
        assertThat(resolver(LONG, unused -> loopback()).resolve(address)).isEqualTo(loopback());
        assertThat(lookedUpBy).hasValue(Thread.currentThread());
    }

    @Test
    void aNameThatIsNotKnownIsSaidToBeSo() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver(LONG, name -> {
                            throw new UnknownHostException(name + ": temporary failure");
                        })
                        .resolve("service.example"))
                .withMessage("service.example");
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver(LONG, name -> {
                            throw new IllegalStateException(name);
                        })
                        .resolve("service.example"))
                .withMessage("service.example");
    }

    @Test
    void aLookUpThatTakesTooLongIsGivenUpAndEnded() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        NameResolver resolver = resolver(Duration.ofMillis(50), name -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new UnknownHostException(name);
            }
        });

        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> resolver.resolve("service.example"));
        interrupted.await();
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        CountDownLatch never = new CountDownLatch(1);
        NameResolver resolver = resolver(LONG, name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return loopback();
        });
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver.resolve("service.example"))
                .withMessage("service.example");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aNameIsItsOwnCanonicalOne() {
        assertThat(resolver(LONG, unused -> loopback()).resolveCanonicalHostname("Service.Example"))
                .isEqualTo("Service.Example");
    }
}
