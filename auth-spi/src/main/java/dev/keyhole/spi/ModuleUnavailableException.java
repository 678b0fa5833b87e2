package dev.keyhole.spi;

/**
 * The module couldn't find out: its service is down, too slow, or talks nonsense. Not a "no": the host denies, tells it
 * apart from a denial wherever it reports it, and never caches it.
 */
public class ModuleUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message for operators: what was asked, and what went wrong; no secret in it
     */
    public ModuleUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message for operators: what was asked, and what went wrong; no secret in it
     */
    public ModuleUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
