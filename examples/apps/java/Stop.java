import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The clock of the stop: a line for each step, and the bound on all of them. */
final class Stop {
    private static volatile long began;
    private static volatile boolean stopping;

    private Stop() {}

    static boolean stopping() {
        return stopping;
    }

    static void begin() {
        began = System.nanoTime();
        stopping = true;
        // Whatever hangs, the process is gone before SIGKILL.
        daemon(() -> {
            sleep(Contract.DEADLINE - 0.2);
            giveUp();
        }).start();
        Logs.info("stopping", "left_seconds", left());
    }

    static void step(String name) {
        Logs.info("step done", "step", name, "left_seconds", left());
    }

    /** One that hangs must not keep the next from being closed, so that it is left behind. */
    static void close(String name, Callable<Void> closing) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(closing);
        daemon(task).start();
        try {
            task.get((long) (Math.min(Contract.CLEANUP, left()) * 1000 / 4), TimeUnit.MILLISECONDS);
            step(name);
        } catch (ExecutionException | TimeoutException e) {
            Logs.error(name + " is not closed", "error", e);
        }
    }

    static double left() {
        return Math.round((Contract.DEADLINE - (System.nanoTime() - began) / 1e9) * 10) / 10.0;
    }

    static void sleep(double seconds) {
        try {
            Thread.sleep((long) (Math.max(0, seconds) * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** The last lines may hang as well, so that somebody else writes them. */
    private static void giveUp() {
        Thread last = daemon(() -> Logs.error("the deadline has come: ending at once"));
        last.start();
        try {
            last.join(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
