import java.util.concurrent.Executors;

/** The JDK's own web server without a shutdown hook: the signal ends it at once. */
public final class Naive {
    public static void main(String[] arguments) throws Exception {
        Logs.writeEvery(5);
        Routes.serve(Executors.newCachedThreadPool(), () -> true, Shop.open());
    }
}
