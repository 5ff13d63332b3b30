import com.sun.net.httpserver.HttpServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's own web server, stopped by the contract. It ends what it has in the order in
 * which nothing is missed: readiness off, listener, workers, pools, telemetry, logs.
 */
public final class App {
    public static void main(String[] arguments) throws Exception {
        // The server closes idle connections after 30 s unless it is told before it starts.
        System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(Contract.KEEP_ALIVE));
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");

        Shop shop = Shop.open();
        ScheduledExecutorService ticker = Logs.writeEvery(5);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = Routes.serve(threads, () -> !Stop.stopping(), shop);
        // It runs on SIGTERM and SIGINT.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Stop.begin(); // The health path answers 503 from here on.
            try {
                stop(server, threads, ticker, shop);
            } catch (InterruptedException e) {
                Logs.error("the stop was interrupted");
            }
            Stop.step("logs");
            Logs.end();
            // After a signal the JVM would end with 143.
            Runtime.getRuntime().halt(0);
        }));
    }

    private static void stop(HttpServer server, ExecutorService threads, ScheduledExecutorService ticker, Shop shop) throws InterruptedException {
        Stop.sleep(Contract.DELAY);
        Stop.step("delay");

        server.stop(Contract.DRAIN);
        Stop.step("listener");

        // What the drain has not finished is interrupted, and gives back what it has. A
        // thread that waits for a socket hears nothing of it.
        threads.shutdownNow();
        ticker.shutdown();
        threads.awaitTermination((long) (Math.min(Contract.CLEANUP, Stop.left()) * 1000 / 4), TimeUnit.MILLISECONDS);
        Stop.step("workers");

        if (shop != null) {
            Stop.close("database", shop::closeDatabase);
            Stop.close("redis", shop::closeRedis);
        }
        // OpenTelemetry's SdkTracerProvider.shutdown().join(1, TimeUnit.SECONDS);
    }
}
