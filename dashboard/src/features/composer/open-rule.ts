// The rule somebody is making. It stays while they go from a step to another, or to the composer's own page and back.
import { useState } from "react";
import type { RuleForm } from "#contract/rules.ts";

export interface OpenRule {
  /** Of a rule that is changed; absent for a new one. */
  readonly id?: string;
  readonly rule: RuleForm;
}

let kept: OpenRule | undefined;

export function useOpenRule(): [OpenRule | undefined, (next: OpenRule | undefined) => void] {
  const [open, setOpen] = useState(kept);
  const set = (next: OpenRule | undefined) => {
    kept = next;
    setOpen(next);
  };
  return [open, set];
}
