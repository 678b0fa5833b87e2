package dev.keyhole.exec;

import dev.keyhole.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a command, driven by the thread that asks: it looks at both outputs whenever there may be something, and
 * never waits in a read, so that nobody who holds an output open can hold the thread.
 */
final class CommandRun {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final int BUFFER = 8 * 1024;
    private static final int SIGNAL_BASE = 128;

    private final Process process;
    private final ProcessGroup group;
    private final CommandLimits limits;
    private final LongSupplier nanoTime;
    private final byte[] buffer = new byte[BUFFER];
    private final WipedOutput output = new WipedOutput();
    private final ErrorLines errors = new ErrorLines();

    private CommandRun(Process process, boolean leadsSession, CommandLimits limits, LongSupplier nanoTime) {
        this.process = process;
        this.group = new ProcessGroup(process.toHandle(), leadsSession);
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs a command to its end.
     *
     * @return what it printed, less one trailing newline
     * @throws CommandFailedException if that is no token; the process and its descendants are ended then
     * @throws InterruptedException if the caller was interrupted; they are ended then as well
     */
    static Secret run(ProcessBuilder builder, boolean leadsSession, CommandLimits limits, LongSupplier nanoTime)
            throws InterruptedException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandFailedException("the command can't be started: " + e.getMessage(), e);
        }
        CommandRun run = new CommandRun(process, leadsSession, limits, nanoTime);
        boolean ended = false;
        try {
            Secret token = run.toItsEnd();
            ended = true;
            return token;
        } finally {
            if (!ended) {
                run.end();
            }
            run.close();
        }
    }

    private Secret toItsEnd() throws InterruptedException {
        long deadline = nanoTime.getAsLong() + limits.timeout().toNanos();
        boolean exited = false;
        // What a process printed is there to be read once it is seen to have exited, so one more look is enough.
        while (!exited) {
            long left = deadline - nanoTime.getAsLong();
            if (left <= 0) {
                throw failed("didn't end within " + limits.timeout().toMillis() + " ms");
            }
            long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS), left);
            exited = process.waitFor(wait, TimeUnit.NANOSECONDS);
            readOutput();
            readErrors();
        }
        return token(process.exitValue());
    }

    private void readOutput() {
        try {
            InputStream stream = process.getInputStream();
            for (int available = stream.available(); available > 0; available = stream.available()) {
                int length = stream.read(buffer, 0, Math.min(available, buffer.length));
                if (length <= 0) {
                    return;
                }
                output.write(buffer, 0, length);
                Arrays.fill(buffer, 0, length, (byte) 0);
                if (output.size() > limits.maxLength()) {
                    throw failed("printed more than " + limits.maxLength() + " bytes");
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException("the command's output can't be read: " + e.getMessage(), e);
        }
    }

    private void readErrors() {
        try {
            InputStream stream = process.getErrorStream();
            // A bound for one look, or a command that complains for ever would keep the thread from the time limit.
            for (int looks = 0, available = stream.available(); looks < 16 && available > 0; looks++) {
                int length = stream.read(buffer, 0, Math.min(available, buffer.length));
                if (length <= 0) {
                    return;
                }
                errors.add(buffer, length);
                available = stream.available();
            }
        } catch (IOException e) {
            throw new CommandFailedException("the command's standard error can't be read: " + e.getMessage(), e);
        }
    }

    private Secret token(int status) {
        if (status != 0) {
            throw failed(
                    status > SIGNAL_BASE
                            ? "was ended by signal " + (status - SIGNAL_BASE) + " (status " + status + ")"
                            : "exited with status " + status);
        }
        byte[] printed = output.toByteArray();
        try {
            int length =
                    printed.length > 0 && printed[printed.length - 1] == '\n' ? printed.length - 1 : printed.length;
            if (length == 0) {
                throw failed("printed nothing");
            }
            refuseWhatIsNoText(printed, length);
            byte[] token = Arrays.copyOf(printed, length);
            try {
                return Secret.of(token);
            } finally {
                Arrays.fill(token, (byte) 0);
            }
        } finally {
            Arrays.fill(printed, (byte) 0);
        }
    }

    private void refuseWhatIsNoText(byte[] printed, int length) {
        for (int i = 0; i < length; i++) {
            if (printed[i] == 0) {
                throw failed("printed a NUL byte");
            }
        }
        try {
            Arrays.fill(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(printed, 0, length))
                            .array(),
                    '\0');
        } catch (CharacterCodingException e) {
            throw failed("printed what isn't UTF-8");
        }
    }

    private CommandFailedException failed(String how) {
        return new CommandFailedException("the command " + how + errors.describe(output));
    }

    private void end() {
        List<Long> detached = group.end();
        if (!detached.isEmpty()) {
            LOG.warn(
                    "A command that gave no token left processes that detached themselves and keep its output open."
                            + " They are no longer read from: {}",
                    detached);
        }
    }

    private void close() {
        output.wipe();
        for (AutoCloseable stream :
                List.of(process.getInputStream(), process.getErrorStream(), process.getOutputStream())) {
            try {
                stream.close();
            } catch (Exception e) {
                LOG.debug("A stream of an ended command didn't close", e);
            }
        }
    }

    /** What the command printed; wiped when it is no longer needed. */
    static final class WipedOutput extends ByteArrayOutputStream {

        synchronized void wipe() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }
}
