// Builds the sketches into firmware/<sketch>.hex with avr-gcc and the Arduino core alone, the same bytes every time.
// Plain Node (18 or later), no package. `--check` compares with the committed files, `--out <folder>` builds elsewhere.
// Exit codes: 0 built (or equal), 1 failed (or different), 2 toolchain missing.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, extname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const FIRMWARE = fileURLToPath(new URL(".", import.meta.url));

/** What is built, and which of the core's own libraries each sketch uses. */
const SKETCHES = [
  { name: "labo-firmata", libraries: ["Wire"] },
  { name: "labo-rfid", libraries: [] },
];

// An Uno or Nano: the values of boards.txt. The UNO board name only selects what the core itself needs.
const BOARD = { mcu: "atmega328p", variant: "standard", flash: 32256, ram: 2048 };
const DEFINES = ["-DF_CPU=16000000L", "-DARDUINO=10819", "-DARDUINO_AVR_UNO", "-DARDUINO_ARCH_AVR"];
// WString.cpp asks for DECIMAL_DIG, which older avr-libc headers do not give to C++.
const COMMON = [`-mmcu=${BOARD.mcu}`, ...DEFINES, "-DDECIMAL_DIG=17", "-Os", "-g0", "-ffunction-sections"];
const CXX = ["-std=gnu++11", "-fno-exceptions", "-fno-threadsafe-statics", "-fdata-sections"];
const FLAGS = {
  ".c": [...COMMON, "-std=gnu11", "-fdata-sections"],
  ".cpp": [...COMMON, ...CXX],
  ".S": [...COMMON, "-x", "assembler-with-cpp"],
  ".ino": [...COMMON, ...CXX, "-x", "c++", "-include", "Arduino.h"],
};

export class ToolchainMissing extends Error {}

/** Finds the compiler and the core. Throws ToolchainMissing with what to install. */
export async function findToolchain() {
  const missing = [];
  const version = await run("avr-gcc", ["-dumpversion"]).then(
    (result) => result.stdout.trim(),
    () => undefined,
  );
  if (version === undefined) missing.push("avr-gcc (Debian: gcc-avr binutils-avr avr-libc)");
  const candidates = [process.env.ARDUINO_AVR_CORE, "/usr/share/arduino/hardware/arduino/avr"].filter(
    Boolean,
  );
  const core = candidates.find((folder) => existsSync(join(folder, "cores/arduino/Arduino.h")));
  if (core === undefined) {
    missing.push(`the Arduino AVR core (Debian: arduino-core-avr; or ARDUINO_AVR_CORE=<folder>)`);
  }
  if (missing.length > 0) {
    throw new ToolchainMissing(
      `The firmware cannot be built here. Missing: ${missing.join("; ")}.\n` +
        "On Debian or Ubuntu: sudo apt install gcc-avr binutils-avr avr-libc arduino-core-avr\n" +
        "The built firmware/*.hex files are in the repository and can be flashed as they are.",
    );
  }
  return { core, version };
}

/** Files below `folder` with one of `extensions`, sorted by code point so that every machine links in one order. */
function sources(folder, extensions) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...sources(path, extensions));
    else if (extensions.includes(extname(entry.name))) found.push(path);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

async function inParallel(jobs) {
  const width = cpus().length;
  const waiting = jobs.entries();
  const results = [];
  const worker = async () => {
    for (const [index, job] of waiting) results[index] = await job();
  };
  await Promise.all(Array.from({ length: Math.max(1, width) }, worker));
  return results;
}

async function compile(files, includes, warnings, work, prefix) {
  return inParallel(
    files.map((file, index) => async () => {
      const object = `${prefix}-${String(index).padStart(3, "0")}.o`;
      const flags = FLAGS[extname(file)];
      const where = includes.map((folder) => `-I${folder}`);
      // The seed names local symbols; a fixed one keeps them the same everywhere.
      const seed = `-frandom-seed=${prefix}/${basename(file)}`;
      await run("avr-gcc", [...flags, ...warnings, seed, ...where, "-c", file, "-o", object], { cwd: work });
      return object;
    }),
  );
}

async function archive(name, objects, work) {
  // D: no times, owners or modes in the archive.
  await run("avr-gcc-ar", ["rcsD", name, ...objects], { cwd: work });
  return name;
}

/** Sizes of the sections that count, in bytes. */
async function sizes(elf, work) {
  const { stdout } = await run("avr-size", ["-A", elf], { cwd: work });
  const section = (name) => Number(new RegExp(`^\\.${name}\\s+(\\d+)`, "m").exec(stdout)?.[1] ?? 0);
  return { flash: section("text") + section("data"), ram: section("data") + section("bss") };
}

/** Builds every sketch. Returns `{ name, hex, flash, ram }` for each; writes nothing outside a temporary folder. */
export async function buildAll() {
  const { core, version } = await findToolchain();
  const work = mkdtempSync(join(tmpdir(), "labo-firmware-"));
  try {
    const coreFolder = join(core, "cores/arduino");
    const includes = [coreFolder, join(core, "variants", BOARD.variant)];
    const coreObjects = await compile(
      sources(coreFolder, [".c", ".cpp", ".S"]),
      includes,
      ["-w"],
      work,
      "core",
    );
    const coreArchive = await archive("core.a", coreObjects, work);
    const built = [];
    for (const { name, libraries } of SKETCHES) {
      const folder = join(FIRMWARE, name);
      const linked = [];
      const folders = [...includes];
      for (const library of libraries) {
        const source = join(core, "libraries", library, "src");
        folders.push(source, join(source, "utility"));
        const objects = await compile(
          sources(source, [".c", ".cpp"]),
          folders,
          ["-w"],
          work,
          `${name}-${library}`,
        );
        linked.push(await archive(`${name}-${library}.a`, objects, work));
      }
      const own = sources(folder, [".ino", ".cpp", ".c"]);
      const objects = await compile(own, [folder, ...folders], ["-Wall", "-Wextra"], work, name);
      const elf = `${name}.elf`;
      const link = [
        "-Os",
        `-mmcu=${BOARD.mcu}`,
        "-Wl,--gc-sections",
        "-o",
        elf,
        ...objects,
        ...linked,
        coreArchive,
      ];
      await run("avr-gcc", [...link, "-lm"], { cwd: work });
      const hex = `${name}.hex`;
      await run("avr-objcopy", ["-O", "ihex", "-R", ".eeprom", elf, hex], { cwd: work });
      built.push({ name, hex: readFileSync(join(work, hex), "latin1"), ...(await sizes(elf, work)) });
    }
    return { built, core, version };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function main(args) {
  const check = args.includes("--check");
  const out = args.includes("--out") ? args[args.indexOf("--out") + 1] : undefined;
  const known = new Set(["--check", "--out", ...(out === undefined ? [] : [out])]);
  const unknown = args.filter((argument) => !known.has(argument));
  if (unknown.length > 0 || (args.includes("--out") && out === undefined)) {
    console.error("Usage: node firmware/build.mjs [--check] [--out <folder>]");
    return 1;
  }
  const folder = out === undefined ? FIRMWARE : resolve(out);
  const { built, core, version } = await buildAll();
  console.log(`avr-gcc ${version}, core ${core}`);
  let different = 0;
  for (const { name, hex, flash, ram } of built) {
    const path = join(folder, `${name}.hex`);
    const percent = (used, of) => `${used} of ${of} bytes (${Math.round((100 * used) / of)} %)`;
    let verdict = "written";
    if (check) {
      const same = existsSync(path) && readFileSync(path, "latin1") === hex;
      verdict = same ? "as committed" : "DIFFERENT from the committed file";
      if (!same) different++;
    } else {
      writeFileSync(path, hex, "latin1");
    }
    const shown = relative(process.cwd(), path);
    console.log(`${shown}: flash ${percent(flash, BOARD.flash)}, RAM ${percent(ram, BOARD.ram)}, ${verdict}`);
  }
  if (different > 0) console.error("Run `npm run firmware` and commit the result.");
  return different > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof ToolchainMissing ? error.message : error.stderr || error);
      process.exitCode = error instanceof ToolchainMissing ? 2 : 1;
    },
  );
}
