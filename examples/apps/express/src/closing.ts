// Express as most advice has it: the stop signal closes the server at once.
// Requests in flight finish, those still on their way are refused, unless
// graceful exec holds the signal back for the delay. Nobody closes the pools, and
// process.exit loses the log lines that are kept.
// The keep-alive is longer than the load balancer's idle timeout: Node's own 5 s
// would close connections that a load balancer is about to use.
import { readContract } from "./contract.js";
import { flush } from "./logs.js";
import { openShop } from "./orders.js";
import { host, port, routes } from "./routes.js";

setInterval(flush, 5000).unref();
const server = routes(() => true, await openShop()).listen(port, host);
server.keepAliveTimeout = readContract().keepAlive;
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  // A connection that is busy now stays open after its answer, for as long as
  // the keep-alive timeout, and the server is not closed before.
  setInterval(() => server.closeIdleConnections(), 100);
});
