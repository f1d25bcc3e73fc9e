/** Whether whoever reads pays for what comes, and asked their browser to spare it: then nothing comes ahead of need. */
export const sparesData = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
