// The kit's simulated boards are wired as their plans say: what a person would do with real parts after drawing the plan.
import type { BoardPlans } from "../boards/board-plans.ts";
import type { VirtualKit } from "../virtual-kit/kit.ts";

/** Boards with pins, by the device that their cable's serial number makes of them. */
export const kitBoards: Readonly<Record<string, string>> = {
  "usb-labo-vk-io-01": "carte-capteurs",
  "usb-labo-vk-io-02": "carte-atelier",
};

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
