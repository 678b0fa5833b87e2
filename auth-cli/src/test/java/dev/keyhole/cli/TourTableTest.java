package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TourTableTest {

    private final StringWriter text = new StringWriter();
    private final TourTable table = new TourTable(new PrintWriter(text));

    @Test
    void columnsStandBelowEachOtherWithinAHundred() {
        table.printHead();
        for (TourStep step : Tour.STEPS) {
            Reply reply = step.isAllowed() ? Reply.ACCEPTED : Reply.refused("no");
            table.print(new TourRow(step, reply, "web-service: no rule of the document matches the name, so it is no"));
        }

        int column = text.toString().indexOf("because");
        assertThat(text.toString().lines()).allSatisfy(line -> {
            assertThat(line).hasSizeLessThanOrEqualTo(100);
            assertThat(line.charAt(column - 1)).isEqualTo(' ');
            assertThat(line.charAt(column)).isNotEqualTo(' ');
        });
        assertThat(text.toString()).doesNotContain("NOT AS EXPECTED");
    }

    @Test
    void whatIsNotAsExpectedIsTold() {
        TourStep denied = TourStep.publishes(Tour.FALKEN, "norad/defcon", false);

        table.print(new TourRow(denied, Reply.ACCEPTED, "rule /topic/0"));
        assertThat(text.toString()).contains("NOT AS EXPECTED: it should be refused", "accepted");
    }

    @Test
    void aBrokenConnectionIsNoRefusal() {
        TourStep denied = TourStep.publishes(Tour.FALKEN, "norad/defcon", false);

        TourRow row = new TourRow(denied, Reply.failed("timed out"), "");
        assertThat(row.isAsExpected()).isFalse();
        table.print(row);
        assertThat(text.toString()).contains("FAILED", "timed out");
    }
}
