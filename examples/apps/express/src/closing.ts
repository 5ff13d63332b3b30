// Express as most advice has it: the stop signal closes the server at once.
// Requests in flight finish, those still on their way are refused, unless
// graceful exec holds the signal back for the delay.
import { host, port, routes } from "./routes.js";

const server = routes(() => true).listen(port, host);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
