// The MFRC522's registers and commands by name, with their reset values. Reference: NXP MFRC522 product data sheet, rev. 3.9 (§9, 10.3).

/** Register addresses (§9.2). */
export const register = {
  command: 0x01,
  comIEn: 0x02,
  divIEn: 0x03,
  comIrq: 0x04,
  divIrq: 0x05,
  error: 0x06,
  status1: 0x07,
  status2: 0x08,
  fifoData: 0x09,
  fifoLevel: 0x0a,
  waterLevel: 0x0b,
  control: 0x0c,
  bitFraming: 0x0d,
  coll: 0x0e,
  mode: 0x11,
  txMode: 0x12,
  rxMode: 0x13,
  txControl: 0x14,
  txAsk: 0x15,
  crcResultHigh: 0x21,
  crcResultLow: 0x22,
  rfCfg: 0x26,
  timerMode: 0x2a,
  timerPrescaler: 0x2b,
  timerReloadHigh: 0x2c,
  timerReloadLow: 0x2d,
  timerValueHigh: 0x2e,
  timerValueLow: 0x2f,
  autoTest: 0x36,
  version: 0x37,
} as const;

/** Commands (§10.3). */
export const command = {
  idle: 0x0,
  mem: 0x1,
  randomId: 0x2,
  calcCrc: 0x3,
  transmit: 0x4,
  noChange: 0x7,
  receive: 0x8,
  transceive: 0xc,
  authenticate: 0xe,
  softReset: 0xf,
} as const;

/** Reset values that are not 0 (§9.3). */
export const resetValues: readonly (readonly [number, number])[] = [
  [0x01, 0x20],
  [0x02, 0x80],
  [0x04, 0x14],
  [0x0b, 0x08],
  [0x0c, 0x10],
  [0x0e, 0x80],
  [0x11, 0x3f],
  [0x14, 0x80],
  [0x16, 0x10],
  [0x17, 0x84],
  [0x18, 0x84],
  [0x19, 0x4d],
  [0x1c, 0x62],
  [0x1f, 0xeb],
  [0x21, 0xff],
  [0x22, 0xff],
  [0x24, 0x26],
  [0x26, 0x48],
  [0x27, 0x88],
  [0x28, 0x20],
  [0x29, 0x20],
  [0x36, 0x40],
  [0x37, 0x92],
];

/** Writing to these changes nothing (§9.3). */
export const readOnly = new Set<number>([
  register.error,
  register.status1,
  register.crcResultHigh,
  register.crcResultLow,
  register.timerValueHigh,
  register.timerValueLow,
  register.version,
]);

export const fifoSize = 64;
/** Bits of ComIrqReg (§9.3.1.5). */
export const irq = { tx: 0x40, rx: 0x20, idle: 0x10, hiAlert: 0x08, loAlert: 0x04, error: 0x02, timer: 0x01 };
/** Bit of DivIrqReg (§9.3.1.6). */
export const crcIrq = 0x04;
/** Bits of ErrorReg (§9.3.1.7). */
export const fault = { bufferOverflow: 0x10, collision: 0x08, crc: 0x04, protocol: 0x01 };
