import { expect, it } from "vitest";
import { CharacterDisplay } from "../../../../bridge/virtual-kit/chips/character-display.ts";

const light = 0x08;

/** A host's end: four wires behind the bus, E up and down for each half. Hitachi HD44780U, figure 24. */
function host(display: CharacterDisplay, isLit = true) {
  const half = (nibble: number, isText: boolean) => {
    const wires = (nibble << 4) | (isText ? 1 : 0) | (isLit ? light : 0);
    for (const byte of [wires | 4, wires]) display.write(byte);
  };
  const send = (byte: number, isText: boolean) => {
    half(byte >> 4, isText);
    half(byte & 0x0f, isText);
  };
  return {
    half: (nibble: number) => half(nibble, false),
    order: (byte: number) => send(byte, false),
    print: (text: string) => {
      for (const character of text) send(character.charCodeAt(0), true);
    },
  };
}

function awake(isLit = true) {
  const display = new CharacterDisplay();
  const to = host(display, isLit);
  for (const nibble of [3, 3, 3, 2]) to.half(nibble);
  for (const byte of [0x28, 0x0c, 0x06, 0x01]) to.order(byte);
  return { display, ...to };
}
const wide = (text: string) => text.padEnd(16);

it("shows nothing before it is woken up, then what is written, line by line", () => {
  const asleep = new CharacterDisplay();
  host(asleep).print("Allô");
  expect(asleep.text).toEqual([wide(""), wide("")]);
  const { display, order, print } = awake();
  print("Bonjour");
  order(0xc0);
  print("18 \xdfC");
  expect(display.text).toEqual([wide("Bonjour"), wide("18 °C")]);
  order(0x83);
  print("soir");
  expect(display.text[0]).toBe(wide("Bonsoir"));
  order(0x01);
  expect(display.text).toEqual([wide(""), wide("")]);
});

it("is woken up from wherever its host left it: between two halves, or in the middle of a line", () => {
  for (const halves of [0, 1]) {
    const { display, half, order, print } = awake();
    print("avant");
    if (halves === 1) half(4);
    for (const nibble of [3, 3, 3, 2]) half(nibble);
    for (const byte of [0x28, 0x0c, 0x06, 0x01]) order(byte);
    print("apres");
    expect(display.text[0]).toBe(wide("apres"));
  }
});

it("the end of a line leads to the other, the text may be moved under the window, switched off and written backwards", () => {
  const { display, order, print } = awake();
  print("0123456789".repeat(4));
  print("suite");
  expect(display.text).toEqual(["0123456789012345", wide("suite")]);
  order(0x18);
  expect(display.text).toEqual(["1234567890123456", wide("uite")]);
  order(0x02);
  order(0x08);
  expect(display.text).toEqual([wide(""), wide("")]);
  order(0x0c);
  order(0x04);
  order(0x85);
  print("ba");
  expect(display.text[0].slice(0, 8)).toBe("0123ab67");
});

it("its back light follows its wire", () => {
  expect(awake(true).display.lit).toBe(true);
  expect(awake(false).display.lit).toBe(false);
});
