package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "falken,falken",
        "Stephen.Falken@norad.mil,Stephen.Falken@norad.mil",
        "a-b_c+d=e,a-b_c+d=e",
        ".hidden,%2Ehidden",
        "..,%2E.",
        "a/b,a%2Fb",
        "a\\b,a%5Cb",
        "50%,50%25",
        "50%25,50%2525",
        "j\u00fcrgen,j%C3%BCrgen",
        "a b,a%20b",
        "a:b*c?d,a%3Ab%2Ac%3Fd"
    })
    void namesBecomeSafeNamesOfFiles(String name, String file) {
        assertThat(FileNames.encode(name)).isEqualTo(file);
    }

    @Test
    void segmentsAreDecodedOnceAndStrictly() {
        assertThat(PathSegment.decode("a%2Fb%252F+%C3%BC")).hasValue("a/b%2F+\u00fc");
        assertThat(PathSegment.decode("%41")).hasValue("A");
        for (String wrong :
                new String[] {"%", "%4", "%4g", "%g4", "%c3", "%c0%af", "%ed%a0%80", "\u00fc", "a b", "\u0000"}) {
            assertThat(PathSegment.decode(wrong)).as(wrong).isEqualTo(Optional.empty());
        }
    }

    @Test
    void namesInTheLogStayOnTheirLine() {
        assertThat(AccessLog.clean("")).isEqualTo("-");
        assertThat(AccessLog.clean("a\r\nb c\u2028d\u202ee\u00fc")).isEqualTo("a??b?c?d?e\u00fc");
        assertThat(AccessLog.clean("x".repeat(1000))).hasSize(256);
    }
}
