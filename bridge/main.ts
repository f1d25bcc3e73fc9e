// The process edge: options, signals, exit code, and the few lines a person reads in the terminal.

import { helpText, readConfig } from "./config.ts";
import { errorTable, LaboError } from "./errors.ts";
import { createLabo } from "./labo.ts";

const outcome = readConfig(process.argv.slice(2), process.env);
if (outcome.kind === "help") {
  console.log(helpText(outcome.language));
  process.exit(0);
}
if (outcome.kind === "problems") {
  const { message, remedy } = errorTable.CONFIG_INVALID;
  const { language } = outcome;
  console.error(`✗ ${message[language]} ${remedy[language]}`);
  for (const problem of outcome.problems) console.error(`  · ${problem}`);
  console.error("  --help");
  process.exit(2);
}

const { config } = outcome;
const inFrench = config.language === "fr";
const labo = createLabo(config);

/** A fault of the bridge itself: `npm start` begins again with the data as it was last acknowledged. */
const faultExitCode = 70;
process.on("uncaughtException", (error) => {
  console.error(error);
  process.exit(faultExitCode);
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  console.log(inFrench ? "· Fermeture du banc…" : "· Closing the bench…");
  await labo.stop();
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
process.on("SIGHUP", stop);

try {
  const { page, securePage, trainerLink, broker, warnings } = await labo.start();
  const lines = inFrench
    ? [`Labo Explorer est prêt : ${page}`, `Lien de formation (garde-le pour toi) : ${trainerLink}`]
    : [`Labo Explorer is ready: ${page}`, `Trainer’s link (keep it to yourself): ${trainerLink}`];
  if (securePage !== undefined)
    lines.push(`${inFrench ? "Pour les téléphones :" : "For phones:"} ${securePage}`);
  console.log([...lines, `MQTT${inFrench ? " " : ""}: ${broker}`].map((line) => `✓ ${line}`).join("\n"));
  for (const { message, remedy } of warnings) {
    console.log(`! ${message[config.language]} ${remedy[config.language]}`);
  }
} catch (error) {
  if (!(error instanceof LaboError)) throw error;
  const { message, remedy } = error.toProblem();
  console.error(`✗ ${message[config.language]} ${remedy[config.language]}`);
  for (const detail of error.details) console.error(`  · ${detail}`);
  await labo.stop();
  process.exit(1);
}
