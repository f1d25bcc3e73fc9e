// `labo` as people type it, without a process: its words in, its streams and its exit code out.
import { runCli } from "../../bridge/cli/cli.ts";

export interface LaboAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface LaboOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input, piece by piece. */
  readonly input?: Iterable<string> | AsyncIterable<string>;
  /** Called at each piece of standard output. */
  readonly onOut?: (text: string) => void;
  /** When somebody presses Ctrl+C. */
  readonly stopAsked?: Promise<void>;
}

async function* bytesOf(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

export async function runLabo(args: readonly string[], options: LaboOptions = {}): Promise<LaboAnswer> {
  let out = "";
  let err = "";
  const code = await runCli(args, {
    env: options.env ?? {},
    input: bytesOf(options.input ?? []),
    stopAsked: options.stopAsked ?? new Promise(() => undefined),
    async out(text) {
      out += text;
      options.onOut?.(text);
    },
    err(text) {
      err += text;
    },
  });
  return { code, out, err };
}
