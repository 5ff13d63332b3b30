// Express as in most examples: nothing handles the stop signal, and as PID 1
// Node then ignores it until SIGKILL.
import { host, port, routes } from "./routes.js";

routes(() => true).listen(port, host);
