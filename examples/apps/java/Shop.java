import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Orders: each is a row in PostgreSQL, counted in Redis. */
final class Shop {
    // Two tasks that start at once both find no table, and PostgreSQL would then fail one
    // of them, so they take turns.
    private static final String TABLE = "SELECT pg_advisory_xact_lock(1);"
        + "CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())";

    private final HikariDataSource database;
    private final Redis redis;

    /** Opens the pools. Null stands for no orders, without DATABASE_URL. */
    static Shop open() throws SQLException {
        return System.getenv("DATABASE_URL") == null ? null : new Shop();
    }

    private Shop() throws SQLException {
        if (System.getenv("REDIS_URL") == null) {
            throw new IllegalStateException("REDIS_URL is not set, and orders are counted in Redis");
        }
        HikariConfig config = new HikariConfig();
        URI url = URI.create(System.getenv("DATABASE_URL"));
        // The driver has its own names for what stands in the URL.
        config.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + (url.getPort() < 0 ? 5432 : url.getPort()) + url.getPath()
            + (url.getQuery() == null ? "" : "?" + url.getQuery().replace("application_name=", "ApplicationName=")));
        if (url.getUserInfo() != null) {
            String[] user = url.getUserInfo().split(":", 2);
            config.setUsername(user[0]);
            config.setPassword(user.length > 1 ? user[1] : null);
        }
        // PostgreSQL serves a hundred connections by default, to all tasks together, and
        // during a deployment there are twice as many tasks.
        config.setMaximumPoolSize(20);
        config.setAutoCommit(false);
        database = new HikariDataSource(config);
        redis = new Redis(System.getenv("REDIS_URL"));
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            connection.commit();
        }
    }

    /**
     * The whole order in one transaction, with the work in the middle of it. When the drain
     * is over the thread is interrupted: the pool rolls back what comes back to it without
     * a commit.
     */
    void take(String id, double seconds) throws SQLException, IOException, InterruptedException {
        try (Connection connection = database.getConnection();
             PreparedStatement insert = connection.prepareStatement("INSERT INTO orders (id) VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
            Thread.sleep((long) (seconds * 1000));
            connection.commit();
        }
        redis.increment("orders");
        Logs.info("order", "id", id);
    }

    Void closeDatabase() {
        database.close();
        return null;
    }

    Void closeRedis() throws IOException {
        redis.close();
        return null;
    }
}
