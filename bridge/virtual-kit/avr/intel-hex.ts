// Intel HEX to flash: the format avr-objcopy writes and avrdude burns (Intel Hexadecimal Object File Format, rev. A, 1988).

/** Flash of the ATmega328P, bytes. */
export const flashBytes = 32_768;

/**
 * @returns the whole flash, erased bytes as 0xFF.
 * @throws Error naming the line, when a record is malformed, fails its checksum or lies outside the flash.
 */
export function parseIntelHex(text: string): Uint8Array {
  const flash = new Uint8Array(flashBytes).fill(0xff);
  const lines = text.split(/\r?\n/);
  let ended = false;
  for (const [index, line] of lines.entries()) {
    if (line === "" || ended) continue;
    const where = `line ${index + 1}`;
    if (!/^:([0-9a-fA-F]{2}){5,}$/.test(line)) throw new Error(`${where}: not an Intel HEX record`);
    const record = Uint8Array.from(line.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const [count = 0, high = 0, low = 0, type = 0] = record;
    if (record.length !== count + 5) throw new Error(`${where}: wrong length`);
    if ((record.reduce((sum, byte) => sum + byte, 0) & 0xff) !== 0)
      throw new Error(`${where}: wrong checksum`);
    const address = (high << 8) | low;
    if (type === 0x01) ended = true;
    else if (type === 0x00) {
      if (address + count > flashBytes) throw new Error(`${where}: outside the flash`);
      flash.set(record.subarray(4, 4 + count), address);
    } else if (type !== 0x03 && !((type === 0x02 || type === 0x04) && record[4] === 0 && record[5] === 0)) {
      throw new Error(`${where}: record type ${type} is not for this chip`);
    }
  }
  if (!ended) throw new Error("no end record: the file is cut short");
  return flash;
}
