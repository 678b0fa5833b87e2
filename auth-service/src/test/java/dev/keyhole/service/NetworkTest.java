package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16,10.1.255.255,true",
        "10.1.0.0/16,10.2.0.0,false",
        "192.0.2.1,192.0.2.1,true",
        "192.0.2.1,192.0.2.2,false",
        "0.0.0.0/0,8.8.8.8,true",
        "0.0.0.0/0,::1,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "::1,::1,true"
    })
    void aRangeHasTheAddressesOfItsPrefix(String range, String address, boolean contained) {
        assertThat(Network.parse(range)
                        .orElseThrow()
                        .contains(Network.address(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.1.0.0/33",
                "10.1.0.1/16",
                "10.1.0.0/",
                "10.1.0.0/-1",
                "256.0.0.1",
                "1.2.3",
                "::/129",
                ":::",
                "10.1.0.0/16/16",
                "dead.beef",
                "abc:def.example"
            })
    void anythingElseIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
