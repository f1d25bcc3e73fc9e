// A file made on the page, handed to the browser as a download.

const keptMs = 10_000;

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

/** Words as the name of a file: letters and digits of any language, dashes between. */
export function fileName(...words: readonly string[]): string {
  return words
    .join(" ")
    .toLocaleLowerCase()
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 80);
}
