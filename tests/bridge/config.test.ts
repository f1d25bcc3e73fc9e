import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { helpText, readConfig } from "../../bridge/config.ts";
import { options } from "../../bridge/options.ts";

/** All problems as one text; empty when there is none. */
function problemsOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const outcome = readConfig(args, env);
  return outcome.kind === "problems" ? outcome.problems.join("\n") : "";
}

describe("start options", () => {
  it("have a default for everything", () => {
    const outcome = readConfig([], {});
    expect(outcome).toMatchObject({
      kind: "config",
      config: { port: 3000, mqttPort: 1883, lan: false, language: "fr", noKit: false, serial: [] },
    });
  });

  it("come from flags first, then from the environment", () => {
    const env = { LABO_PORT: "4000", LABO_MQTT_PORT: "1999", LABO_LAN: "true" };
    expect(readConfig(["--port", "5000"], env)).toMatchObject({
      kind: "config",
      config: { port: 5000, mqttPort: 1999, lan: true },
    });
  });

  it("list all problems at once, each with where it was and what is expected", () => {
    const outcome = readConfig(["--port", "eighty", "--colour", "--mqtt", "host", "stray"], {
      LABO_LANGUAGE: "de",
      LABO_MQTT_PORT: "70000",
    });
    expect(outcome.kind).toBe("problems");
    const problems = outcome.kind === "problems" ? outcome.problems.join("\n") : "";
    for (const part of ["--port", "--colour", "--mqtt", "stray", "LABO_LANGUAGE", "LABO_MQTT_PORT"]) {
      expect(problems).toContain(part);
    }
  });

  it("say so when a flag lacks its value, another flag after it being none", () => {
    expect(problemsOf(["--port"])).toContain("--port");
    expect(problemsOf(["--data", "--lan"])).toContain("--data");
  });

  it("speak the language asked for, by flag or environment, and French when it cannot be told", () => {
    expect(problemsOf(["--port", "x", "--language", "en"])).toBe(
      '--port = "x": expected a whole number from 0 to 65535',
    );
    expect(problemsOf(["--port", "x"], { LABO_LANGUAGE: "en" })).toContain("expected");
    expect(problemsOf(["--port", "x", "--language", "de"])).toContain("attendu un nombre entier");
    expect(readConfig(["--help", "--language", "en"], {})).toEqual({ kind: "help", language: "en" });
  });

  it.each(["", " ", "0x50", "1e3", "-1", "80.5", "65536", "true"])("take no %j for a port", (port) => {
    for (const flag of ["port", "mqtt-port"])
      expect(problemsOf([`--${flag}=${port}`])).toContain(`--${flag}`);
  });

  it("want two different ports for the page and the embedded broker", () => {
    expect(problemsOf(["--port", "1883"])).toContain("--mqtt-port");
    expect(problemsOf(["--port", "1883", "--mqtt", "mqtt://host"])).toBe("");
    expect(problemsOf(["--port", "0", "--mqtt-port", "0"])).toBe("");
  });

  it.each([
    "host",
    "http://host",
    "mqtt://",
    "mqtt:/user:sesame@host",
    "mqtt://user:sesame%@host",
    "mqtt://host:70000",
  ])("refuse the broker address %s, and repeat no password", (address) => {
    expect(problemsOf(["--mqtt", address])).toMatch(/^--mqtt.+mqtts:/);
    expect(problemsOf([], { LABO_MQTT_URL: address })).toMatch(/^LABO_MQTT_URL/);
    expect(problemsOf(["--mqtt", address])).not.toContain("sesame");
  });

  it("read the certificate authority's file at once, or say that it is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-config-"));
    try {
      const path = join(folder, "ca.pem");
      writeFileSync(path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
      expect(readConfig(["--mqtt-ca", path], {})).toMatchObject({
        config: { mqttCa: expect.stringContaining("AAAA") },
      });
      writeFileSync(path, "not a certificate");
      for (const wrong of [path, join(folder, "nowhere"), folder])
        expect(problemsOf(["--mqtt-ca", wrong])).toContain("--mqtt-ca");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("keep raddecs on this computer unless an address is given", () => {
    const udp = (text: string) => readConfig(["--raddec-in", text], {});
    expect(udp("50001")).toMatchObject({ config: { raddecIn: { host: "127.0.0.1", port: 50_001 } } });
    expect(udp("0.0.0.0:50001")).toMatchObject({ config: { raddecIn: { host: "0.0.0.0" } } });
    expect(udp("[::1]:50001")).toMatchObject({ config: { raddecIn: { host: "::1", port: 50_001 } } });
    for (const wrong of ["", "0", "65536", "host", "host:", "http://host:1", "::1"])
      expect(problemsOf([`--raddec-out=${wrong}`])).toContain("--raddec-out");
  });

  it("read gateways from a part of the broker that is not the bench's own", () => {
    expect(readConfig(["--gateways", "home"], {})).toMatchObject({ config: { gateways: "home" } });
    for (const wrong of ["labo", "labo/x", "#", "home/+", "$SYS", "/home", "home/"])
      expect(problemsOf(["--gateways", wrong])).toContain("--gateways");
  });

  it("are frozen", () => {
    const outcome = readConfig([], {});
    expect(outcome.kind === "config" && Object.isFrozen(outcome.config)).toBe(true);
  });

  it("are all told by --help", () => {
    expect(readConfig(["--help"], {})).toEqual({ kind: "help", language: "fr" });
    for (const language of ["fr", "en"] as const)
      for (const option of Object.values(options))
        for (const part of [`--${option.flag}`, option.env, option.help[language]])
          expect(helpText(language)).toContain(part);
  });
});
