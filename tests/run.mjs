// `npm test` and `npm run check`: from a fresh clone to a verdict. Installs what is missing, says aloud what is
// left out and how to get it, runs every check, and closes with one line: "N passed, N failed".
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildDashboard, environment, installPackages, pinnedNode, root } from "../bridge/install.mjs";

const checkOnly = process.argv.includes("--check");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const say = (text) => console.log(`\n— ${text}`);

/** Programs that tests run for real, and the Debian package of each. */
const programs = [
  { name: "chromium", package: "chromium", for: "pages in a real browser" },
  { name: "avr-gcc", package: "gcc-avr", for: "rebuilding the firmware" },
  { path: "/usr/lib/avr/include/avr/io.h", package: "avr-libc", for: "rebuilding the firmware" },
  {
    path: "/usr/share/arduino/hardware/arduino/avr",
    package: "arduino-core-avr",
    for: "rebuilding the firmware",
  },
  { name: "g++", package: "g++", for: "the firmware's protocol code on this computer" },
  { name: "mosquitto", package: "mosquitto", for: "a real broker" },
  { name: "mosquitto_sub", package: "mosquitto-clients", for: "a real subscriber" },
  { name: "openssl", package: "openssl", for: "a broker by TLS" },
  { name: "socat", package: "socat", for: "pseudo-terminals" },
  { name: "pdftotext", package: "poppler-utils", for: "sheets on paper" },
  {
    path: "/usr/include/simavr/sim_avr.h",
    package: "libsimavr-dev",
    for: "the firmware in an independent simulator",
  },
  { path: "/usr/include/libelf.h", package: "libelf-dev", for: "the firmware in an independent simulator" },
];

function isThere(program) {
  if (program.path !== undefined) return existsSync(program.path);
  const finder = process.platform === "win32" ? "where" : "which";
  return spawnSync(finder, [program.name], { stdio: "ignore" }).status === 0;
}

/** As root on Debian or Ubuntu, installs the missing packages; elsewhere says which tests will be left out. */
function installPrograms() {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => program.package))];
  const isDebian = existsSync("/etc/debian_version");
  if (isDebian && process.getuid?.() === 0) {
    say(`Installing Debian packages: ${packages.join(" ")}`);
    const apt = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    spawnSync("apt-get", ["update", "-q"], apt);
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], apt);
  }
  for (const program of missing.filter((one) => !isThere(one))) {
    const how = isDebian ? `sudo apt-get install ${program.package}` : `install ${program.package}`;
    console.log(`! ${program.package} is missing: tests of ${program.for} are left out. To run them: ${how}`);
  }
}

/** One check, as a test of its own in the count. */
function passes(name, args) {
  say(name);
  const { status } = spawnSync(pinnedNode, args, { cwd: root, stdio: "inherit", env: environment });
  console.log(status === 0 ? `✓ ${name}` : `✗ ${name}`);
  return status === 0;
}

const bin = (...path) => join(root, "node_modules", ...path);
installPackages((text) => say(text));
const checks = [
  passes("types", [bin("typescript", "bin", "tsc"), "-p", root]),
  passes("format and lint", [bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings", root]),
];
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const ok of checks) counts[ok ? "passed" : "failed"] += 1;

const only = checkOnly ? ["tests/repository", "tests/sheets"] : filters;
if (!checkOnly) {
  installPrograms();
  buildDashboard((text) => say(text));
}
say(checkOnly ? "repository rules" : "tests");
const outFolder = join(root, "tests", ".out");
const reportFile = join(outFolder, "report.json");
rmSync(reportFile, { force: true });
mkdirSync(outFolder, { recursive: true });
const vitest = spawnSync(
  pinnedNode,
  [
    bin("vitest", "vitest.mjs"),
    "run",
    "--config",
    "tests/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...only,
  ],
  { cwd: root, stdio: "inherit", env: environment },
);
if (existsSync(reportFile)) {
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  counts.failed += brokenFiles.length;
}
if (vitest.status !== 0 && counts.failed === 0) counts.failed += 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
