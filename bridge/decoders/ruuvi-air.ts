// What both formats of the Ruuvi Air share: the VOC and NOx indices, whose ninth bits are in the flags byte.
import type { QuantityId } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { u8, u16be } from "./bytes.ts";
import type { Field } from "./layout.ts";

const notes = {
  co2: { fr: "en parties par million", en: "in parts per million" },
  voc: {
    fr: "100 : l’air habituel d’ici; huit bits ici, le neuvième dans les drapeaux",
    en: "100: the usual air of this place; eight bits here, the ninth in the flags",
  },
  nox: {
    fr: "1 : l’air habituel d’ici; huit bits ici, le neuvième dans les drapeaux",
    en: "1: the usual air of this place; eight bits here, the ninth in the flags",
  },
  flags: {
    fr: "bit 0 : étalonnage en cours; bits 6 et 7 : la fin des indices COV et NOx",
    en: "bit 0: calibration in progress; bits 6 and 7: the end of the VOC and NOx indices",
  },
} as const satisfies Record<string, Words>;

const vocBit = 6;
const noxBit = 7;

export const co2Field = (at: number): Field => ({
  quantity: "co2",
  at,
  length: 2,
  read: (data) => u16be(data, at),
  none: 0xffff,
  note: notes.co2,
});

function indexField(quantity: QuantityId, at: number, flagsAt: number, bit: number, note: Words): Field {
  return {
    quantity,
    at,
    length: 1,
    read: (data) => (u8(data, at) << 1) | ((u8(data, flagsAt) >> bit) & 1),
    none: 0x1ff,
    note,
  };
}

/** The two indices in successive bytes, and the flags. */
export const indexFields = (at: number, flagsAt: number): readonly Field[] => [
  indexField("vocIndex", at, flagsAt, vocBit, notes.voc),
  indexField("noxIndex", at + 1, flagsAt, noxBit, notes.nox),
];

export const flagsField = (at: number): Field => ({
  quantity: "calibrating",
  label: "flags",
  at,
  length: 1,
  read: (data) => u8(data, at) & 1,
  note: notes.flags,
});
