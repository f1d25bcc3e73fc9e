// What TypeScript needs to know of install.mjs, which any Node must be able to run as it is.
export const bridgeFlags: readonly string[];
export const bridgeEnvironment: NodeJS.ProcessEnv;
export const bridgeProgram: string;
export const laboProgram: string;
export function buildBridge(say: (text: string) => void): void;
