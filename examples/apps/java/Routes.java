import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/** The routes of both forms of this app. */
final class Routes {
    private Routes() {}

    /** Serves; ready says whether it wants new work, and without a shop there are no orders. */
    static HttpServer serve(ExecutorService threads, BooleanSupplier ready, Shop shop) throws IOException {
        String host = System.getenv().getOrDefault("HOST", "0.0.0.0");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 1024);
        server.setExecutor(threads);
        server.createContext("/health", exchange -> answer(exchange, ready.getAsBoolean() ? 200 : 503, ""));
        server.createContext("/work", Routes::work);
        if (shop != null) {
            server.createContext("/orders", exchange -> order(exchange, shop));
        }
        server.start();
        return server;
    }

    private static void work(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep((long) (seconds(exchange) * 1000));
            answer(exchange, 200, "");
        } catch (NullPointerException | IllegalArgumentException e) {
            answer(exchange, 400, "");
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private static void order(HttpExchange exchange, Shop shop) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (id == null || !exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 400, "an order is a POST with a header Idempotency-Key\n");
            return;
        }
        try {
            shop.take(id, exchange.getRequestURI().getQuery() == null ? 0 : seconds(exchange));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer(exchange, 201, "{\"ordered\":true}");
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, "seconds must be a number from 0\n");
        } catch (Exception e) {
            Logs.error("no order", "id", id, "error", e);
            answer(exchange, 500, "no order\n");
        }
    }

    private static double seconds(HttpExchange exchange) {
        return Double.parseDouble(exchange.getRequestURI().getQuery().replaceFirst("^seconds=", ""));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
