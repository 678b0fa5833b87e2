package dev.keyhole.http.check;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.ModuleUnavailableException;

/** Reads the {@code scope} of an answer: a topic filter of MQTT if it holds a {@code +} or {@code #}, else a prefix. */
final class Scope {

    private Scope() {}

    /**
     * @param text not empty
     * @throws ModuleUnavailableException if it can't be understood
     */
    static Coverage read(String text) {
        if (text.indexOf('+') < 0 && text.indexOf('#') < 0) {
            return Coverage.prefix(text);
        }
        try {
            return Coverage.filter(text);
        } catch (IllegalArgumentException e) {
            throw new ModuleUnavailableException(
                    "the service's answer can't be used: its 'scope' is neither a prefix nor a topic filter");
        }
    }
}
