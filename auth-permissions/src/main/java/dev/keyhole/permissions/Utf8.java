package dev.keyhole.permissions;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a document as UTF-8 text: whether they are, and where in the text a byte stands. The JSON reader behind
 * this neither refuses overlong forms nor encoded surrogates, and would take a document with NUL bytes for UTF-16.
 */
final class Utf8 {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = LOWEST_BITS << (Byte.SIZE - 1);

    private Utf8() {}

    /** Index of the first byte at which the text stops being UTF-8, or holds a NUL; the length if there is none. */
    static int validLength(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (i <= bytes.length - Long.BYTES && isAsciiWithoutNul((long) EIGHT.get(bytes, i))) {
                i += Long.BYTES;
                continue;
            }
            int first = bytes[i];
            if (first > 0) {
                i++;
                continue;
            }
            int length = sequence(bytes, i);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return i;
    }

    /** Of eight bytes at once. Subtracting one sets the highest bit of a byte that was 0, and maybe of others then. */
    private static boolean isAsciiWithoutNul(long eight) {
        return ((eight | (eight - LOWEST_BITS)) & HIGHEST_BITS) == 0;
    }

    /** Length of the well-formed sequence of several bytes that begins here (Unicode, table 3-7); 0 if none does. */
    private static int sequence(byte[] bytes, int index) {
        int first = bytes[index] & 0xff;
        int second = index + 1 < bytes.length ? bytes[index + 1] & 0xff : 0;
        if (first >= 0xc2 && first <= 0xdf) {
            return isContinuation(second) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            int least = first == 0xe0 ? 0xa0 : 0x80;
            int most = first == 0xed ? 0x9f : 0xbf;
            return second >= least && second <= most && isContinuation(bytes, index + 2) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            int least = first == 0xf0 ? 0x90 : 0x80;
            int most = first == 0xf4 ? 0x8f : 0xbf;
            boolean whole = second >= least
                    && second <= most
                    && isContinuation(bytes, index + 2)
                    && isContinuation(bytes, index + 3);
            return whole ? 4 : 0;
        }
        return 0;
    }

    private static boolean isContinuation(byte[] bytes, int index) {
        return index < bytes.length && isContinuation(bytes[index] & 0xff);
    }

    private static boolean isContinuation(int value) {
        return (value & 0xc0) == 0x80;
    }

    /** Whether the text begins with U+FEFF, which some editors put there. */
    static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf;
    }

    /**
     * Where a byte stands in the text.
     *
     * @param line from 1
     * @param column from 1, in characters
     */
    record Position(int line, int column) {

        static Position of(byte[] bytes, long offset) {
            int end = (int) Math.max(0, Math.min(offset, bytes.length));
            int line = 1;
            int column = 1;
            for (int i = hasByteOrderMark(bytes) ? 3 : 0; i < end; i++) {
                boolean endOfLine =
                        bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 >= bytes.length || bytes[i + 1] != '\n'));
                if (endOfLine) {
                    line++;
                    column = 1;
                } else if (!isContinuation(bytes[i] & 0xff)) {
                    column++;
                }
            }
            return new Position(line, column);
        }
    }
}
