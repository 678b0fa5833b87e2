package dev.keyhole.host;

import java.time.Duration;

/**
 * Settings of the whole host, from the {@code Keyhole} element of the configuration.
 *
 * @param nameStyle how the canonical names of topics are written
 * @param maxNameLength longest name of a topic or path, in characters
 * @param authenticationTimeout limit of a whole logon, all rounds and modules included
 * @param eventLoopWait longest that a broker lets one check keep a thread waiting that serves several connections; past it
 *     nobody could find out
 */
public record HostSettings(
        NameStyle nameStyle, int maxNameLength, Duration authenticationTimeout, Duration eventLoopWait) {

    /** What separates the levels of a canonical name. */
    public enum NameStyle {
        /** {@code desk/fx/spot} */
        SLASH('/'),
        /** {@code desk.fx.spot} */
        DOT('.');

        private final char separator;

        NameStyle(char separator) {
            this.separator = separator;
        }

        public char separator() {
            return separator;
        }
    }
}
