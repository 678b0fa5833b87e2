package dev.keyhole.http;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of the module, row by row, against a server on loopback that records what it is sent. */
class WebServiceContractTest {

    static Stream<ContractRow> rows() {
        return Stream.of(OptionRows.all(), FlowRows.all(), DocumentRows.all()).flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holds(ContractRow row) throws Exception {
        row.run();
    }
}
