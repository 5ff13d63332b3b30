import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** As much of Redis as counting takes, with a pool; an app of yours has Jedis or Lettuce. */
final class Redis implements AutoCloseable {
    private final URI url;
    private final Deque<Socket> idle = new ConcurrentLinkedDeque<>();
    private final Set<Socket> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Redis(String url) {
        this.url = URI.create(url);
    }

    /** Adds one to a number. A connection that fails is not used again. */
    void increment(String key) throws IOException {
        Socket connection = idle.poll();
        if (connection == null) {
            connection = open();
        }
        boolean done = false;
        try {
            String command = "*2\r\n$4\r\nINCR\r\n$" + key.length() + "\r\n" + key + "\r\n";
            connection.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            String answer = line(new BufferedInputStream(connection.getInputStream()));
            if (!answer.startsWith(":")) {
                throw new IOException("Redis answers " + answer);
            }
            done = true;
        } finally {
            if (done && !closed) {
                idle.push(connection);
            } else {
                all.remove(connection);
                connection.close();
            }
        }
    }

    private Socket open() throws IOException {
        if (closed) {
            throw new IOException("the pool is closed");
        }
        Socket connection = new Socket(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort());
        connection.setTcpNoDelay(true);
        all.add(connection);
        return connection;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis has closed the connection");
            }
            text.append((char) c);
        }
        return text.toString().trim();
    }

    /** Closes also what is in use, whose caller then gets an error. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (Socket connection : all) {
            connection.close();
        }
    }
}
