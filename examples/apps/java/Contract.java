/** The shutdown contract, in seconds, as the infrastructure sets it. */
final class Contract {
    static final int DELAY = seconds("SHUTDOWN_DELAY_SECONDS", 15);
    static final int DRAIN = seconds("SHUTDOWN_DRAIN_SECONDS", 5);
    static final int CLEANUP = seconds("SHUTDOWN_CLEANUP_SECONDS", 5);
    static final int DEADLINE = seconds("SHUTDOWN_DEADLINE_SECONDS", 25);
    static final int KEEP_ALIVE = seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65);

    private Contract() {}

    /** Reads one variable; a wrong value refuses the start. */
    private static int seconds(String name, int fallback) {
        String text = System.getenv(name);
        if (text == null) {
            System.err.println(name + " is not set: " + fallback + " s");
            return fallback;
        }
        if (!text.matches("\\d{1,6}")) {
            System.err.println(name + "=" + text + " must be whole seconds from 0");
            System.exit(1);
        }
        return Integer.parseInt(text);
    }
}
