package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtpasswdStoreTest {

    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij";

    @TempDir
    Path folder;

    private HtpasswdStore store(String content) throws IOException {
        Path file = folder.resolve("passwords");
        Running.write(file, content);
        return new HtpasswdStore(file, Clock.systemUTC());
    }

    @Test
    void anUnknownUserGetsADecoyThatCostsWhatTheHashesOfTheFileDo() throws IOException {
        HtpasswdStore store = store("a:" + HASH + "\nb:" + HASH.replace("$10$", "$12$") + "\n");
        assertThat(IntStream.range(0, 200).mapToObj(i -> store.find("nobody" + i)))
                .allMatch(StoredPassword::decoy)
                .extracting(stored -> Htpasswd.cost(stored.hash()))
                .contains(10, 12)
                .containsOnly(10, 12);
    }

    @Test
    void theDecoyOfANameIsAlwaysTheSame() throws IOException {
        HtpasswdStore store = store("a:" + HASH + "\nb:" + HASH.replace("$10$", "$12$") + "\n");
        for (int i = 0; i < 20; i++) {
            assertThat(store.find("nobody" + i)).isEqualTo(store.find("nobody" + i));
        }
    }

    @Test
    void aDecoyIsAHashToBcrypt() throws IOException {
        String decoy = store("").find("nobody").hash();
        assertThat(Htpasswd.cost(decoy)).isEqualTo(10);
        BCrypt.Result result = BCrypt.verifyer().verify("joshua".getBytes(US_ASCII), decoy.getBytes(US_ASCII));
        assertThat(result.validFormat).isTrue();
        assertThat(result.verified).isFalse();
    }

    @Test
    void nothingOfAHashIsPrinted() throws IOException {
        HtpasswdStore store = store("falken:" + HASH + "\n");
        assertThat(store.find("falken")).hasToString("StoredPassword[***, version 1]");
        assertThat(store.find("nobody")).hasToString("StoredPassword[decoy, version 1]");
    }

    @Test
    void withoutAFileNobodyIsKnownOrUnknown() {
        HtpasswdStore store = new HtpasswdStore(folder.resolve("none"), Clock.systemUTC());
        assertThatThrownBy(() -> store.find("falken")).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.problems()).hasSize(1);
    }
}
