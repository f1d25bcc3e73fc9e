// Reaction times: what is between a signal and a press, on a board or on a page.

/** The wait before a signal is between the two, milliseconds: too long to be guessed, short enough to be waited for. */
export const reactionWaitMs = { least: 2000, most: 5000 } as const;
/** Without a press for this long after the signal, nobody was there. */
export const reactionLimitMs = 1500;
/** Below it, a press was on its way before the signal: a false start. */
export const anticipationMs = 100;
