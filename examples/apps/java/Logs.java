import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Log lines in JSON, kept together as an app with many of them does. Not
 * java.util.logging: it closes its handlers in a shutdown hook of its own, beside the
 * one that still has something to say.
 */
final class Logs {
    private static final StringBuilder kept = new StringBuilder();
    private static boolean ended;

    private Logs() {}

    /** The names and values of more fields stand in pairs. */
    static void info(String message, Object... fields) {
        write("INFO", message, false, fields);
    }

    /** An error is not kept back, with what came before it: it may be the last line. */
    static void error(String message, Object... fields) {
        write("ERROR", message, true, fields);
    }

    private static synchronized void write(String level, String message, boolean now, Object... fields) {
        kept.append("{\"time\":").append(quoted(Instant.now())).append(",\"level\":").append(quoted(level)).append(",\"msg\":").append(quoted(message));
        for (int i = 0; i < fields.length; i += 2) {
            kept.append(',').append(quoted(fields[i])).append(':').append(fields[i + 1] instanceof Number ? fields[i + 1] : quoted(fields[i + 1]));
        }
        kept.append("}\n");
        if (now || ended || kept.length() > 100_000) {
            flush();
        }
    }

    static synchronized void flush() {
        byte[] text = kept.toString().getBytes(StandardCharsets.UTF_8);
        System.out.write(text, 0, text.length);
        System.out.flush();
        kept.setLength(0);
    }

    /** Writes what is kept, and from now on each line at once: some may still come. */
    static synchronized void end() {
        ended = true;
        flush();
    }

    /** The ticker that writes what is kept. */
    static ScheduledExecutorService writeEvery(int seconds) {
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Stop::daemon);
        ticker.scheduleAtFixedRate(Logs::flush, seconds, seconds, TimeUnit.SECONDS);
        return ticker;
    }

    private static String quoted(Object value) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : String.valueOf(value).toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
