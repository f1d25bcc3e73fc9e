// The kit's simulated boards are wired as their plans say: what a person would do with real parts after drawing the plan.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Words } from "#contract/words.ts";
import type { BoardPlans } from "../boards/board-plans.ts";
import { littleBitsPlan, pendulumPlan, pointerPlan, workshopPlan } from "../boards/plan.ts";
import { defaultKit } from "../virtual-kit/default-kit.ts";
import type { VirtualKit } from "../virtual-kit/kit.ts";

/** Boards with pins, by the device that their cable's serial number makes of them. */
export const kitBoards: Readonly<Record<string, string>> = {
  "usb-labo-vk-io-01": "carte-capteurs",
  "usb-labo-vk-io-02": "carte-atelier",
  "usb-labo-vk-io-03": "circuit-littlebits",
  "usb-labo-vk-io-04": "pendule",
  "usb-labo-vk-io-05": "carte-fleche",
};

/** What is wired to them at the start, where it is not the usual plan. */
export const kitPlans: Readonly<Record<string, BoardPlan>> = {
  "usb-labo-vk-io-02": workshopPlan,
  "usb-labo-vk-io-03": littleBitsPlan,
  "usb-labo-vk-io-04": pendulumPlan,
  "usb-labo-vk-io-05": pointerPlan,
};

/** What they are called: several boards lie on one table. */
export const kitBoardNames: Readonly<Record<string, Words>> = Object.fromEntries(
  Object.entries(kitBoards).flatMap(([device, id]) => {
    const name = defaultKit().boards.find((board) => board.id === id)?.name;
    return name === undefined ? [] : [[device, name]];
  }),
);

/** Wires each board at once when its plan is a person's own, and again whenever it changes. @returns a way to end it. */
export function wireKitByPlans(kit: Pick<VirtualKit, "rewire">, plans: BoardPlans): () => void {
  const ends = Object.entries(kitBoards).map(([device, board]) => {
    const follow = () => kit.rewire(board, plans.planOf(device));
    if (plans.isOwn(device)) follow();
    return plans.onChange(device, follow);
  });
  return () => {
    for (const end of ends) end();
  };
}
