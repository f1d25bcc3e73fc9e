// A controller of the virtual kit with peripherals of the test around it: real HCI bytes, no other part of the kit.

import type { VirtualController } from "../../bridge/virtual-kit/kit.ts";
import type { ServicePlan } from "../../bridge/virtual-kit/radio/att-server.ts";
import type { Peer } from "../../bridge/virtual-kit/radio/connections.ts";
import { peripheralPayload } from "../../bridge/virtual-kit/radio/formats/peripheral.ts";
import { HciController } from "../../bridge/virtual-kit/radio/hci-controller.ts";
import { Peripheral, type PeripheralProgram } from "../../bridge/virtual-kit/radio/peripheral.ts";

const stepMs = 10;
const advertiseEveryMs = 60;

export interface RoomPeripheral {
  /** "aa:bb:cc:dd:ee:ff" */
  readonly address: string;
  readonly name: string;
  readonly services?: readonly number[];
  /** Absent: it is heard, and answers no call. */
  readonly peer?: Peer;
}

export interface PeripheralRoom {
  readonly controller: VirtualController;
  /** Packets of data the host sent. */
  readonly dataPackets: number;
  /** Any bytes at all, as a packet to the host. */
  packet(bytes: Uint8Array): void;
  stop(): void;
}

const bytesOf = (address: string) => address.split(":").map((digits) => Number.parseInt(digits, 16));

/** A program that offers services and does nothing by itself, but what `advance` does. */
export function program(
  services: readonly ServicePlan[],
  advance: PeripheralProgram["advance"] = () => undefined,
): PeripheralProgram {
  return { services, mtu: 23, advance, restart: () => undefined };
}

/** A peripheral of the test, and the switch of its battery. */
export function createPeripheral(of: PeripheralProgram): { readonly peer: Peripheral; powered: boolean } {
  const battery = { powered: true };
  const peer = new Peripheral({
    program: of,
    isReachable: () => battery.powered,
    onLink: () => undefined,
  });
  return Object.assign(battery, { peer });
}

/** A peripheral that takes a connection and then says nothing. */
export const dumbPeer = (): Peer => ({
  linkUp: () => undefined,
  linkDown: () => undefined,
  receive: () => undefined,
  isReachable: () => true,
});

export function createPeripheralRoom(peripherals: readonly RoomPeripheral[]): PeripheralRoom {
  const listeners = new Set<(packet: Uint8Array) => void>();
  const peers = new Map(peripherals.map(({ address, peer }) => [bytesOf(address).join(), peer]));
  const hci = new HciController([2, 0, 0, 0, 0, 1], (address) => peers.get(address.join()));
  let dataPackets = 0;
  let ms = 0;
  const toHost = (packets: readonly Uint8Array[]) => {
    for (const packet of packets) for (const listener of listeners) listener(packet);
  };
  const isSilent = ({ peer }: RoomPeripheral) =>
    peer instanceof Peripheral && (peer.isLinked || !peer.isReachable());
  const timer = setInterval(() => {
    ms += stepMs;
    if (ms % advertiseEveryMs === 0)
      for (const peripheral of peripherals.filter((one) => !isSilent(one))) {
        const report = hci.report({
          type: 0,
          addressType: "random",
          address: bytesOf(peripheral.address),
          payload: peripheralPayload(peripheral.name, peripheral.services ?? []),
          rssi: -55,
        });
        if (report !== undefined) toHost([report]);
      }
    hci.advance(ms);
    for (const { peer } of peripherals) if (peer instanceof Peripheral) peer.advance(ms);
    toHost(hci.takePackets());
  }, stepMs);
  return {
    controller: {
      send(packet) {
        if (packet[0] === 0x02) dataPackets += 1;
        toHost(hci.receive(packet));
      },
      onPacket(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    get dataPackets() {
      return dataPackets;
    },
    packet: (bytes) => toHost([bytes]),
    stop: () => clearInterval(timer),
  };
}
