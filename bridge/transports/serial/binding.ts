// What serialport asks of a binding, as far as this bridge uses it.
// Written out because @serialport/bindings-interface hides its types from module resolution by `exports`.

/** A port as a binding lists it. */
export interface ListedPort {
  path: string;
  manufacturer: string | undefined;
  serialNumber: string | undefined;
  pnpId: string | undefined;
  locationId: string | undefined;
  vendorId: string | undefined;
  productId: string | undefined;
  /** Not serialport's: another one each time the cable is put in. */
  plugging?: string | undefined;
}

export interface BindingOpenOptions {
  path: string;
  baudRate: number;
}

export interface BindingPort {
  readonly openOptions: Required<BindingOpenOptions>;
  readonly isOpen: boolean;
  close(): Promise<void>;
  /** Resolves with one byte at least; a pending read rejects with `canceled: true` when the port closes. */
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  update(options: { baudRate: number }): Promise<void>;
  set(options: object): Promise<void>;
  get(): Promise<{ cts: boolean; dsr: boolean; dcd: boolean }>;
  getBaudRate(): Promise<{ baudRate: number }>;
  flush(): Promise<void>;
  drain(): Promise<void>;
}

export interface Binding {
  list(): Promise<ListedPort[]>;
  open(options: BindingOpenOptions): Promise<BindingPort>;
}
