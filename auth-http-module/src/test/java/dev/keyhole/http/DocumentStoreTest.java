package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.http.DocumentStore.Lease;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConnectionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DocumentStoreTest {

    private static final PermissionsDocument ONE = document("{\"logon\": true}");
    private static final PermissionsDocument OTHER = document("{\"logon\": false}");
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

    private static final ConnectionInfo CONNECTION =
            ConnectionInfo.builder("c1", "mqtt").build();

    private final AtomicLong now = new AtomicLong();
    private final DocumentStore store = new DocumentStore(now::get);
    private final TestContext context = new TestContext();

    DocumentStoreTest() {
        store.join(context);
    }

    @Test
    void aDocumentIsKeptUntilTheLastLeaseEnds() {
        Lease first = keep(ONE, NEVER);
        Lease second = keep(ONE, NEVER);

        first.close();
        assertThat(store.find("falken")).contains(ONE);
        assertThat(context.forgotten).isEmpty();

        second.close();
        assertThat(store.find("falken")).isEmpty();
        assertThat(context.forgotten).containsExactly("falken");
        assertThat(store.size()).isZero();
    }

    @Test
    void aLeaseThatEndsTwiceEndsOnce() {
        Lease first = keep(ONE, NEVER);
        keep(ONE, NEVER);

        first.close();
        first.close();

        assertThat(store.find("falken")).contains(ONE);
    }

    @Test
    void whatIsThereIsKept() {
        keep(ONE, NEVER);
        now.addAndGet(Duration.ofDays(1).toNanos());

        assertThat(keep(OTHER, NEVER).document()).isEqualTo(ONE);
        assertThat(context.resets).isEmpty();
    }

    @Test
    void aDocumentThatIsNotOldIsKept() {
        keep(ONE, MINUTE);
        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);

        assertThat(keep(OTHER, MINUTE).document()).isEqualTo(ONE);
        assertThat(context.resets).isEmpty();
    }

    @Test
    void anOldDocumentThatHasChangedIsReplacedAndTheUserReset() {
        Lease before = keep(ONE, MINUTE);
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        Lease after = keep(OTHER, MINUTE);

        assertThat(after.document()).isEqualTo(OTHER);
        assertThat(store.find("falken")).contains(OTHER);
        assertThat(context.resets).containsExactly("falken but c1");

        before.close();
        assertThat(store.find("falken")).contains(OTHER);
        after.close();
        assertThat(store.find("falken")).isEmpty();
    }

    @Test
    void anOldDocumentThatIsTheSameIsYoungAgain() {
        keep(ONE, MINUTE);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        keep(ONE, MINUTE);
        now.addAndGet(Duration.ofSeconds(59).toNanos());

        assertThat(keep(OTHER, MINUTE).document()).isEqualTo(ONE);
        assertThat(context.resets).isEmpty();
    }

    @Test
    void aResetDropsTheDocumentWhoeverIsConnected() {
        Lease before = keep(ONE, NEVER);

        store.resetUser("falken");
        assertThat(store.find("falken")).isEmpty();

        Lease after = keep(OTHER, NEVER);
        before.close();
        assertThat(store.find("falken")).contains(OTHER);
        assertThat(context.forgotten).isEmpty();
        after.close();
        assertThat(store.find("falken")).isEmpty();
    }

    @Test
    void aResetOfAllDropsEveryDocument() {
        keep(ONE, NEVER);
        store.keep("lightman", ONE, NEVER, store.resets(), CONNECTION);

        store.reset();

        assertThat(store.size()).isZero();
    }

    @Test
    void aDocumentThatWasAskedForBeforeAResetDoesNotComeInAfterIt() {
        long before = store.resets();
        store.resetUser("falken");

        assertThat(store.keep("falken", ONE, NEVER, before, CONNECTION)).isEmpty();
        assertThat(store.find("falken")).isEmpty();
    }

    @Test
    void oneThatWasAskedForBeforeTheResetOfAnotherUserLeavesTheKeptOneAlone() {
        Lease kept = keep(ONE, NEVER);
        long before = store.resets();
        store.resetUser("lightman");

        assertThat(store.keep("falken", OTHER, NEVER, before, CONNECTION)).isEmpty();

        assertThat(store.find("falken")).contains(ONE);
        kept.close();
        assertThat(store.size()).isZero();
    }

    @Test
    void aLogonThatWasAcceptedIsKnownAsLongAsTheDocumentIsKept() {
        Lease first = keep(ONE, NEVER);
        first.prove("proof");
        Lease second = store.keepBy("proof").orElseThrow();
        assertThat(second.userName()).isEqualTo("falken");
        assertThat(second.document()).isEqualTo(ONE);
        first.close();
        assertThat(store.find("falken")).contains(ONE);
        second.close();

        assertThat(store.keepBy("proof")).isEmpty();
        keep(ONE, NEVER);
        assertThat(store.keepBy("proof")).isEmpty();
    }

    @Test
    void aRefusalForgetsEveryLogonOfTheUserAndKeepsTheDocument() {
        Lease lease = keep(ONE, NEVER);
        lease.prove("one");
        lease.prove("other");

        store.disprove("never seen");
        store.keepBy("one").orElseThrow().close();
        store.disprove("one");

        assertThat(store.keepBy("one")).isEmpty();
        assertThat(store.keepBy("other")).isEmpty();
        assertThat(store.find("falken")).contains(ONE);
    }

    @Test
    void soManyLogonsOfAUserAreRememberedAndNoMore() {
        Lease lease = keep(ONE, NEVER);
        for (int i = 1; i <= 65; i++) {
            lease.prove("proof " + i);
        }

        assertThat(store.keepBy("proof 64")).isPresent();
        assertThat(store.keepBy("proof 65")).isEmpty();
    }

    @Test
    void aLeaseMayBeTakenAgainUntilThereIsAReset() {
        Lease first = keep(ONE, NEVER);
        Lease again = first.again().orElseThrow();
        first.close();
        assertThat(again.document()).isEqualTo(ONE);
        assertThat(again.userName()).isEqualTo("falken");
        assertThat(store.find("falken")).contains(ONE);

        store.resetUser("lightman");
        assertThat(again.again()).isEmpty();
        again.close();
        assertThat(again.again()).isEmpty();
        assertThat(store.size()).isZero();
    }

    @Test
    void aContextThatHasLeftIsToldNothing() {
        Lease lease = keep(ONE, NEVER);
        store.leave(context);

        lease.close();

        assertThat(context.forgotten).isEmpty();
    }

    @Test
    void nothingIsLeftAfterManyLeasesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    boolean always = true;
                    for (int n = 0; n < 5_000; n++) {
                        Lease lease = keep(ONE, NEVER);
                        always &= store.find("falken").isPresent();
                        lease.close();
                    }
                    return always;
                });
            }
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertThat(task.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.size()).isZero();
    }

    private Lease keep(PermissionsDocument document, Optional<Duration> maxAge) {
        return store.keep("falken", document, maxAge, store.resets(), CONNECTION)
                .orElseThrow();
    }

    private static PermissionsDocument document(String json) {
        return PermissionsDocument.parse(json.getBytes(UTF_8));
    }
}
