import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The JDK's own web server, stopped by the contract. */
public final class App {
    private static volatile boolean stopping;

    public static void main(String[] arguments) throws IOException {
        int delay = seconds("SHUTDOWN_DELAY_SECONDS", 15);
        int drain = seconds("SHUTDOWN_DRAIN_SECONDS", 5);
        // The server closes idle connections after 30 s unless it is told before it starts.
        System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)));
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");

        HttpServer server = serve();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping = true;
            System.err.println("stop signal: serving for " + delay + " s more");
            try {
                Thread.sleep(delay * 1000L);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.stop(drain);
            // Here an app closes its pools. After a signal the JVM would end with 143.
            Runtime.getRuntime().halt(0);
        }));
    }

    private static HttpServer serve() throws IOException {
        String host = System.getenv().getOrDefault("HOST", "0.0.0.0");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 1024);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/health", exchange -> answer(exchange, stopping ? 503 : 200));
        server.createContext("/work", App::work);
        server.start();
        return server;
    }

    private static void work(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        try {
            Thread.sleep((long) (Double.parseDouble(query.replaceFirst("^seconds=", "")) * 1000));
            answer(exchange, 200);
        } catch (NullPointerException | IllegalArgumentException e) {
            answer(exchange, 400);
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

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
