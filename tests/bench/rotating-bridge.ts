// The whole house in a process of its own, its clock faster than the wall, listening to a dongle: the bridge's side of
// the measurement of memory. Arguments: the dongle's path, clock milliseconds per real millisecond, a data folder.
import { readConfig } from "../../bridge/config.ts";
import { createLabo } from "../../bridge/labo.ts";

const [path = "", rate = "1", data = ""] = process.argv.slice(2);
const outcome = readConfig(
  [
    "--port",
    "0",
    "--mqtt-port",
    "0",
    "--no-kit",
    "--bluetooth",
    path,
    "--data",
    data,
    "--log-level",
    "silent",
  ],
  {},
);
if (outcome.kind !== "config") throw new Error("no configuration");
const labo = createLabo(outcome.config, { rate: Number(rate) });
const { page } = await labo.start();
process.once("disconnect", async () => {
  await labo.stop();
  process.exit(0);
});
process.send?.(page);
