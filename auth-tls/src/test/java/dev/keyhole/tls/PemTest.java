package dev.keyhole.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {

    @Test
    void keysOfOtherKindsAndBrokenOnesAreToldApartFromGoodOnes(@TempDir Path directory) throws Exception {
        for (String broken : List.of(
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\n????\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n")) {
            Path file = Files.writeString(directory.resolve("key.pem"), broken);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> PemKey.read(file))
                    .withMessageStartingWith("its ");
        }
        assertThat(PemKey.read(TestFiles.pem("rsa-pkcs1"))).isEqualTo(PemKey.read(TestFiles.pem("rsa-pkcs8")));
        assertThat(number("ec-sec1")).isEqualTo(number("ec-pkcs8")).isEqualTo(number("ec-sec1-parameters"));
    }

    private static BigInteger number(String name) throws IOException {
        return ((ECPrivateKey) PemKey.read(TestFiles.pem(name))).getS();
    }

    @Test
    void aFileThatIsTooLargeToBeOneIsNotRead(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("large.pem"), new byte[5 << 20]);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Pem.read(file))
                .withMessage("it is larger than 4 MB");
    }
}
