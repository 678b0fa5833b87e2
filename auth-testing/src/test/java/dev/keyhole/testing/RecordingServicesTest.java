package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.ConnectionInfo;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecordingServicesTest {

    private final RecordingServices services = new RecordingServices();

    @Test
    void recordWhatAModuleAsksFor() {
        services.disconnect("7", "token ran out");
        services.resetUser("falken", "new document");
        services.resetOthers(
                "falken", "newer document", ConnectionInfo.builder("9", "t").build());
        services.forgetUser("lightman");

        assertThat(services.disconnections())
                .containsExactly(new RecordingServices.Disconnection("7", "token ran out"));
        assertThat(services.resets())
                .containsExactly(
                        new RecordingServices.Reset("falken", "new document", ""),
                        new RecordingServices.Reset("falken", "newer document", "9"));
        assertThat(services.forgotten()).containsExactly("lightman");
    }

    @Test
    void takeTheirTimeFromTheTest() {
        AtomicBoolean ran = new AtomicBoolean();
        Future<?> unused = services.schedule(Duration.ofSeconds(1), () -> ran.set(true));
        services.time().advance(Duration.ofSeconds(1));

        assertThat(ran).isTrue();
        assertThat(services.nanoTime()).isEqualTo(1_000_000_000L);
        assertThat(services.clock().instant()).isEqualTo(services.time().clock().instant());
        assertThat(services.random().nextInt(1)).isZero();
    }
}
