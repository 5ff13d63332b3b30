// Express as in most examples: nothing handles the stop signal, and as PID 1
// Node then ignores it until SIGKILL.
import { flush } from "./logs.js";
import { openShop } from "./orders.js";
import { host, port, routes } from "./routes.js";

setInterval(flush, 5000).unref();
routes(() => true, await openShop()).listen(port, host);
