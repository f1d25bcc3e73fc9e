// serialport's binding interface over the virtual kit's ports: the same stream reads simulated boards and real ones.
// Reference: @serialport/bindings-interface, BindingInterface and BindingPortInterface.
import type { VirtualLine, VirtualSerialHub } from "../../virtual-kit/kit.ts";
import type { Binding, BindingOpenOptions, BindingPort } from "./binding.ts";

/** Most bytes received and not read yet, as the receive buffer of a driver: newer bytes are lost beyond. */
const maxReceivedBytes = 64 * 1024;

class CanceledError extends Error {
  readonly canceled = true;
}

interface PendingRead {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly length: number;
  resolve(result: { buffer: Buffer; bytesRead: number }): void;
  reject(error: Error): void;
}

function openPort(hub: VirtualSerialHub, options: BindingOpenOptions): BindingPort {
  let isOpen = true;
  let unplugged = false;
  let received: Buffer[] = [];
  let receivedBytes = 0;
  let reading: PendingRead | undefined;

  const deliver = (): void => {
    const first = received[0];
    if (reading === undefined || first === undefined) return;
    const { buffer, offset, length, resolve } = reading;
    reading = undefined;
    const bytesRead = first.copy(buffer, offset, 0, Math.min(length, first.length));
    if (bytesRead < first.length) received[0] = first.subarray(bytesRead);
    else received.shift();
    receivedBytes -= bytesRead;
    resolve({ buffer, bytesRead });
  };
  const failReading = (error: Error): void => {
    reading?.reject(error);
    reading = undefined;
  };

  const openLine = (baudRate: number): VirtualLine =>
    hub.open(options.path, baudRate, {
      onData(bytes) {
        if (!isOpen || bytes.length === 0) return;
        const room = Math.min(bytes.length, maxReceivedBytes - receivedBytes);
        if (room <= 0) return;
        received.push(Buffer.from(bytes.subarray(0, room)));
        receivedBytes += room;
        deliver();
      },
      onUnplug() {
        unplugged = true;
        failReading(new Error("unplugged"));
      },
    });
  let line = openLine(options.baudRate);
  let baudRate = options.baudRate;
  const alive = (): void => {
    if (!isOpen) throw new CanceledError("the port is closed");
    if (unplugged) throw new Error("unplugged");
  };

  return {
    openOptions: options,
    get isOpen() {
      return isOpen;
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      received = [];
      receivedBytes = 0;
      line.close();
      failReading(new CanceledError("the port is closed"));
    },
    read(buffer, offset, length) {
      return new Promise((resolve, reject) => {
        try {
          alive();
        } catch (error) {
          reject(error);
          return;
        }
        reading = { buffer, offset, length, resolve, reject };
        deliver();
      });
    },
    async write(buffer) {
      alive();
      // The caller may use the buffer again once this resolves.
      line.write(Uint8Array.from(buffer));
    },
    async update(wanted) {
      alive();
      // The kit's lines have one speed: another one is another line, and its board starts anew.
      line.close();
      received = [];
      receivedBytes = 0;
      line = openLine(wanted.baudRate);
      baudRate = wanted.baudRate;
    },
    async set() {
      alive();
    },
    async get() {
      alive();
      return { cts: true, dsr: true, dcd: true };
    },
    async getBaudRate() {
      alive();
      return { baudRate };
    },
    async flush() {
      alive();
      received = [];
      receivedBytes = 0;
    },
    async drain() {
      alive();
    },
  };
}

/** @param hub the virtual kit's boards. */
export function createVirtualBinding(hub: VirtualSerialHub): Binding {
  return {
    async list() {
      return hub.list().map((port) => ({ ...port, pnpId: undefined, locationId: undefined }));
    },
    async open(options) {
      return openPort(hub, options);
    },
  };
}
