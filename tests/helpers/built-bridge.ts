// Before any test: the bridge as people run it, built from the sources as they are now.
import { buildBridge } from "../../bridge/install.mjs";

export function setup(): void {
  buildBridge((text) => process.stdout.write(`${text}\n`));
}
