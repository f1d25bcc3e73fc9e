import { describe, expect, it } from "vitest";
import { helpText, options, readConfig } from "../../bridge/config.ts";

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

  it("say so when a flag lacks its value", () => {
    expect(readConfig(["--port"], {})).toMatchObject({ kind: "problems" });
  });

  it("are frozen", () => {
    const outcome = readConfig([], {});
    expect(outcome.kind === "config" && Object.isFrozen(outcome.config)).toBe(true);
  });

  it("are all told by --help", () => {
    expect(readConfig(["--help"], {})).toEqual({ kind: "help" });
    for (const option of Object.values(options)) {
      expect(helpText()).toContain(`--${option.flag}`);
      expect(helpText()).toContain(option.env);
    }
  });
});
