// Serves the built dashboard with invented but contract-valid answers: for working on its pages and checking them in a
// browser. Nothing of the bridge runs here. By hand: node tests/dashboard/dev-server.ts [port]
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import fastifyWebsocket from "@fastify/websocket";
import Fastify from "fastify";
import type { Role } from "#contract/api/route.ts";
import { livePath, type RouteName, routes } from "#contract/api.ts";
import { type BoardPlan, type BoardPlanAnswer, planFormSchema } from "#contract/board-plan.ts";
import { kitControlSchema } from "#contract/kit.ts";
import { type LiveMessage, liveMessageSchema, liveRequestSchema } from "#contract/live.ts";
import { ruleViewSchema } from "#contract/rules.ts";
import { type Run, runActionSchema } from "#contract/runs.ts";
import { openSheet } from "../../bridge/http/open-sheet.ts";
import { contentSecurityPolicy, inlineScriptSources } from "../../bridge/http/protections.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { listNumbers } from "../../bridge/sheets/numbers.ts";
import {
  bench,
  board,
  boardPlan,
  checkUp,
  experiments,
  finishedRun,
  frame,
  kit,
  newRun,
  reader,
  sheets,
  startTime,
} from "./fixtures.ts";

const content = fileURLToPath(new URL("../../sheets", import.meta.url));
const dist = fileURLToPath(new URL("../../dashboard/dist", import.meta.url));
/** The house's own policy: the pages must live with it. */
const policy = contentSecurityPolicy(inlineScriptSources(dist));

export interface DevServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param options.port 0 for any free port.
 * @param options.role who every browser is.
 */
export async function startDevServer(options: { port?: number; role?: Role } = {}): Promise<DevServer> {
  const app = Fastify();
  const role = options.role ?? "trainer";
  const [e05] = experiments;
  if (e05 === undefined) throw new Error("no experiment in the fixtures");
  const runs = new Map<string, Run>([
    ["essai-ouvert", newRun("essai-ouvert", e05, { lecteur: reader.id })],
    ["essai-fini", finishedRun("essai-fini", e05)],
  ]);
  let world = kit;
  let nextRun = 1;
  const sockets = new Set<{ send(message: LiveMessage): void; feeds: Set<string> }>();
  const tell = (feed: string, message: LiveMessage) => {
    for (const socket of sockets) if (socket.feeds.has(feed)) socket.send(message);
  };
  const codePages = [
    { id: "3-cm", name: "3 cm", openings: 0, notes: 0, medium: "qr" as const },
    { id: "socle-du-phare", name: "Socle du phare <b>", openings: 4, notes: 0, medium: "qr" as const },
  ];
  const rules = [
    ruleViewSchema.parse({
      id: "regle-1",
      rule: {
        kind: "event",
        name: "La vitrine <b>",
        input: { device: reader.id, trigger: { type: "tag" } },
        condition: { type: "known-tag" },
        does: [{ device: board.id, command: "led.light", args: { level: 60 } }],
        rest: [{ device: board.id, command: "led.light", args: { level: 0 } }],
        until: { from: "end", seconds: 5 },
      },
      problems: [
        {
          card: "rule",
          weight: "know",
          words: { fr: "Sans « sinon » : il ne se passe rien.", en: "No “otherwise”: nothing happens." },
        },
      ],
      firings: 3,
      held: 1,
      last: {
        time: startTime,
        branch: "then",
        ok: false,
        refusal: { fr: "L’appareil n’est pas là en ce moment.", en: "The device is not here at the moment." },
      },
    }),
  ];
  const notebook = {
    begun: true,
    stops: [{ reader: reader.id, stop: "Quai" }],
    visitors: [
      {
        id: "visitor-3fa9c2",
        visits: ["Quai", "Phare", "Grève <b>"].map((stop, n) => ({
          time: startTime.replace("00.000", `0${n}.000`),
          stop,
        })),
      },
    ],
  };
  const missing = {
    code: "NOT_FOUND",
    message: { fr: "Rien ne porte ce nom ici.", en: "Nothing has this name here." },
    remedy: { fr: "Vérifie l’adresse.", en: "Check the address." },
  };

  // The real list: it is long, and its words are as they are.
  const numbers = listNumbers(await loadSheets({ folder: content }), ["ldr-gamma"]);

  const answers: Partial<Record<RouteName, (id: string, body: unknown) => unknown>> = {
    health: () => ({
      status: "ok",
      version: "dev",
      uptimeMs: 1,
      broker: "connected",
      store: "ok",
      devices: 4,
    }),
    doctor: () => checkUp,
    session: () => ({
      role,
      participant: "p-1",
      language: "fr",
      version: "dev",
      bridge: "labo",
      kit: true,
      lan: false,
    }),
    bench: () => bench,
    devices: () => ({ devices: Object.values(bench.devices) }),
    nearby: () => ({
      beacons: [{ key: "b1", model: "ibeacon", rssi: -52, facts: { major: "12", minor: "3" } }],
    }),
    sheets: () => ({ sheets, first: e05 }),
    numbers: () => numbers,
    sheet: (id) =>
      sheets.filter((sheet) => sheet.id === id).map((sheet) => openSheet({ experiments }, sheet))[0],
    experiments: () => ({
      experiments,
      paths: [
        {
          id: "accueil",
          name: { fr: "Accueil", en: "Welcome" },
          lead: { fr: "Pour qui reçoit les visiteurs.", en: "For whoever greets the visitors." },
          experiments: experiments.map(({ id }) => id),
        },
      ],
    }),
    experiment: (id) => experiments.find((experiment) => experiment.id === id),
    runs: () => ({ runs: [...runs.values()] }),
    run: (id) => runs.get(id),
    command: () => ({ id: "c1", ok: true, time: startTime }),
    boardPlan: (id) => (id === board.id ? planAnswer(boardPlan) : undefined),
    checkBoardPlan: (_, body) => planAnswer(planFormSchema.parse(body)),
    setBoardPlan: (_, body) => planAnswer(planFormSchema.parse(body)),
    joining: () => ({
      lan: true,
      hosts: ["192.168.1.20", "10.42.0.1"],
      port: 3000,
      securePort: 3443,
      fingerprint: Array.from({ length: 32 }, () => "AB").join(":"),
    }),
    lendPhone: () => ({
      device: "phone-1",
      name: { fr: "Loutre bleue", en: "Blue otter" },
      key: "k".repeat(32),
    }),
    phoneFrames: () => ({}),
    rules: () => ({ rules }),
    checkRule: () => ({ problems: rules[0]?.problems ?? [] }),
    notebook: () => notebook,
    openNotebook: () => notebook,
    codePages: () => ({ pages: codePages }),
    openCodePage: (id) => codePages.find((page) => page.id === id),
    kit: () => world,
    controlKit: (_, body) => {
      const control = kitControlSchema.parse(body);
      if (control.control === "tag-place") {
        const over = { reader: control.reader, distanceMm: control.distanceMm };
        world = {
          ...world,
          tags: world.tags.map((tag) => (tag.id === control.tag ? { ...tag, over } : tag)),
        };
      } else if (control.control === "tag-remove") {
        world = {
          ...world,
          tags: world.tags.map(({ over, ...tag }) =>
            tag.id === control.tag || over === undefined ? tag : { ...tag, over },
          ),
        };
      } else if (control.control === "beacon-move") {
        world = {
          ...world,
          beacons: world.beacons.map((b) => (b.id === control.beacon ? { ...b, at: control.to } : b)),
        };
      } else if (control.control === "reset") world = kit;
      tell("kit", { type: "kit", data: world });
      const tags = world.tags.flatMap((tag) => (tag.over === undefined ? [] : [tag.uid]));
      const entry = bench.devices[reader.id];
      if (entry !== undefined) {
        const state = { time: startTime, readings: {}, tags };
        tell("bench", { type: "bench-delta", data: { devices: { [reader.id]: { ...entry, state } } } });
      }
      return world;
    },
    startRun: (_, body) => {
      const wish = routes.startRun.body.parse(body);
      const of = experiments.find((experiment) => experiment.id === wish.experiment) ?? e05;
      const run = newRun(`essai-${nextRun++}`, of, wish.devices);
      runs.set(run.id, run);
      return run;
    },
    actOnRun: (id, body) => {
      const run = runs.get(id);
      const action = runActionSchema.parse(body);
      if (run === undefined) return undefined;
      const changed = { ...run, ...changeOf(run, action) };
      runs.set(id, changed);
      tell(`run:${id}`, { type: "run", run: id, data: changed });
      return changed;
    },
  };

  app.addHook("onSend", async (_, reply) => {
    reply.header("content-security-policy", policy);
  });
  await app.register(fastifyWebsocket);
  await app.register(fastifyStatic, { root: dist });
  for (const name of Object.keys(answers) as RouteName[]) {
    const route = routes[name];
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const { id = "" } = request.params as { id?: string };
        const answer = answers[name]?.(id, request.body);
        return answer === undefined ? reply.code(404).send(missing) : reply.send(route.answer.parse(answer));
      },
    });
  }
  app.get(livePath, { websocket: true }, (socket) => {
    const peer = {
      feeds: new Set<string>(),
      send: (message: LiveMessage) => socket.send(JSON.stringify(liveMessageSchema.parse(message))),
    };
    sockets.add(peer);
    socket.on("close", () => sockets.delete(peer));
    socket.on("message", (text: Buffer) => {
      const { feeds } = liveRequestSchema.parse(JSON.parse(text.toString()));
      const before = peer.feeds;
      peer.feeds = new Set(feeds);
      for (const feed of feeds) {
        if (before.has(feed)) continue;
        if (feed === "bench") peer.send({ type: "bench-snapshot", data: bench });
        else if (feed === "kit") peer.send({ type: "kit", data: world });
        else if (feed.startsWith("device:")) peer.send(deviceSnapshot(feed.slice("device:".length)));
        else {
          const run = runs.get(feed.slice("run:".length));
          if (run !== undefined) peer.send({ type: "run", run: run.id, data: run });
        }
      }
    });
  });
  app.setNotFoundHandler((request, reply) =>
    request.url.startsWith("/api") ? reply.code(404).send(missing) : reply.sendFile("index.html"),
  );
  const url = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return { url, stop: () => app.close() };
}

/** Always with something to know, so that the page shows it. */
function planAnswer(plan: BoardPlan): BoardPlanAnswer {
  return {
    plan,
    own: true,
    mostMilliamps: 477,
    problems: [
      { weight: "know", words: { fr: "Il faut le programme labo-firmata.", en: "It needs labo-firmata." } },
      {
        weight: "stop",
        component: plan.components[0]?.id ?? "part",
        words: { fr: "La broche D7 est déjà prise.", en: "Pin D7 is already taken." },
      },
    ],
  };
}

function deviceSnapshot(id: string): LiveMessage {
  const entry = bench.devices[id];
  const readings = entry?.state?.readings ?? {};
  const samples = Array.from({ length: 120 }, (_, n) => ({
    time: startTime,
    mono: n * 500 + (n > 60 ? 8000 : 0),
    readings: Object.fromEntries(
      Object.entries(readings).map(([key, value]) => [key, value + Math.sin(n / 9) * Math.abs(value) * 0.04]),
    ),
  }));
  const envelope = {
    v: 1 as const,
    time: startTime,
    bridge: "labo",
    device: id,
    source: "simulated" as const,
  };
  const tag = { id: "3a7fc21e", known: true, family: "mifare-classic-1k" as const, uidBytes: 4 as const };
  return {
    type: "device-snapshot",
    device: id,
    data: {
      samples: Object.keys(readings).length === 0 ? [] : samples,
      events:
        id === reader.id
          ? [
              { ...envelope, id: "e1", seq: 1, mono: 10, kind: "tag-arrived", reader: id, tag },
              {
                ...envelope,
                id: "e2",
                seq: 2,
                mono: 20,
                kind: "tag-left",
                reader: id,
                tag,
                durationMs: 2300,
              },
              {
                ...envelope,
                id: "e3",
                seq: 3,
                mono: 30,
                kind: "frame-discarded",
                reason: "bad-checksum",
                bytes: 12,
                hex: "00",
                count: 2,
              },
            ]
          : [{ ...envelope, id: "e4", seq: 1, mono: 10, kind: "device-found" }],
      frames: [frame],
    },
  };
}

function changeOf(run: Run, action: ReturnType<typeof runActionSchema.parse>): Partial<Run> {
  const onStep = (id: string, change: Partial<Run["steps"][number]>) => ({
    steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
  });
  switch (action.action) {
    case "go":
      return { currentStep: action.step };
    case "answer":
      return onStep(action.step, { answer: action.value, state: "confirmed", confirmedBy: "participant" });
    case "confirm":
      return onStep(action.step, { state: "confirmed", confirmedBy: action.by });
    case "hint":
      return onStep(action.step, { hints: action.level });
    case "pass":
      return onStep(action.step, { state: "passed" });
    case "reopen":
      return onStep(action.step, { state: "in-progress" });
    case "note":
      return {
        notes: [
          ...run.notes,
          {
            id: `n${run.notes.length + 1}`,
            time: startTime,
            text: action.text,
            ...(action.step === undefined ? {} : { step: action.step }),
          },
        ],
      };
    case "remove-note":
      return { notes: run.notes.filter((note) => note.id !== action.note) };
    case "label-tag":
      return { tagLabels: { ...run.tagLabels, [action.tag]: action.label } };
    case "trial":
      return { trial: { running: action.running, n: (run.trial?.n ?? 0) + (action.running ? 1 : 0) } };
    case "finish":
      return { finishedAt: "2026-03-21T14:09:30.000Z" };
    default:
      return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startDevServer({ port: Number(process.argv[2] ?? 5199) });
  process.stdout.write(`${server.url}\n`);
}
