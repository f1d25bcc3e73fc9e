// The address of a drawing, which says how large it is: who shows it keeps its room, or the words below would jump away from
// under who reads them.

/** In the drawing's own units, as pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface PictureAddress {
  readonly sheet: string;
  readonly name: string;
  readonly size?: PictureSize | undefined;
}

/** `/api/sheets/f1-balise/images/zones.fr.svg#680x400`; without the last part when the size is not known. */
export function writePictureAddress({ sheet, name, size }: PictureAddress): string {
  return `/api/sheets/${sheet}/images/${name}${size === undefined ? "" : `#${size.width}x${size.height}`}`;
}

const written = /^\/api\/sheets\/([a-z0-9.-]+)\/images\/([a-z0-9.-]+)(?:#(\d{1,5})x(\d{1,5}))?$/;

/** @returns nothing for an address of anything else. */
export function readPictureAddress(address: string): PictureAddress | undefined {
  const [, sheet, name, width, height] = written.exec(address) ?? [];
  if (sheet === undefined || name === undefined) return undefined;
  const size = { width: Number(width), height: Number(height) };
  return { sheet, name, ...(width === undefined ? {} : { size }) };
}
