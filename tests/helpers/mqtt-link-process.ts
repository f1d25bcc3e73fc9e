// A bridge's line to a broker, alone in its process, so that a test can kill it. Argument: the broker's address.
import { createClock } from "../../bridge/clock.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createMqttLink } from "../../bridge/mqtt/link.ts";

const [url = ""] = process.argv.slice(2);
const link = createMqttLink({ url, bridge: "cave", clock: createClock(), logger: createLogger("silent") });
link.onStatus((status) => process.stdout.write(`${status.state}\n`));
link.start();
