// A heart strap over Web Bluetooth: asked for, connected, listened to, lost and found again. On the index page only.
import { type Packet, packetOf } from "./packet";

// What is used of Web Bluetooth, for which TypeScript has no types.
interface Characteristic extends EventTarget {
  value?: DataView;
  startNotifications(): Promise<Characteristic>;
}
interface Server {
  connect(): Promise<Server>;
  disconnect(): void;
  getPrimaryService(name: string): Promise<{ getCharacteristic(name: string): Promise<Characteristic> }>;
}
export interface Device extends EventTarget {
  gatt?: Server;
}
interface Bluetooth {
  requestDevice(wanted: { filters: { services: string[] }[] }): Promise<Device>;
}

// By name: BluetoothUUID refuses "0x180d", and hexadecimal digits in upper case.
const SERVICE = "heart_rate";
const MEASUREMENT = "heart_rate_measurement";

const bluetooth = (): Bluetooth | undefined => (navigator as { bluetooth?: Bluetooth }).bluetooth;

/** Whether this browser can speak to a strap at all. */
export const canAsk = (): boolean => bluetooth() !== undefined;

/** Have the person choose a strap; raises `DOMException` where they choose none, or may not. */
export async function ask(): Promise<Device> {
  const found = bluetooth();
  if (!found) throw new DOMException("This browser has no Web Bluetooth.", "NotSupportedError");
  return found.requestDevice({ filters: [{ services: [SERVICE] }] });
}

export interface Told {
  packet: (packet: Packet, arrival: number) => void;
  connected: () => void;
  lost: () => void;
}

/** ms until the strap is tried again, the last one for ever. */
const AGAIN = [500, 1000, 2000, 5000];

/** Listen to a strap until the returned function is called; where it goes out of reach it is tried again and again. */
export function listen(device: Device, told: Told): () => void {
  const ends = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let heard: AbortController | undefined;

  function later(): void {
    if (ends.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  }
  async function connect(): Promise<void> {
    heard?.abort();
    heard = new AbortController();
    const { signal } = heard;
    try {
      const server = await device.gatt!.connect();
      const measurement = await (await server.getPrimaryService(SERVICE)).getCharacteristic(MEASUREMENT);
      const take = () => {
        const packet = measurement.value && packetOf(measurement.value);
        if (packet) told.packet(packet, performance.now() / 1000);
      };
      measurement.addEventListener("characteristicvaluechanged", take, { signal });
      await measurement.startNotifications();
      if (ends.signal.aborted || signal.aborted) return;
      failures = 0;
      told.connected();
    } catch {
      later();
    }
  }
  const gone = () => {
    heard?.abort();
    told.lost();
    later();
  };
  device.addEventListener("gattserverdisconnected", gone, { signal: ends.signal });
  void connect();
  return () => {
    ends.abort();
    heard?.abort();
    clearTimeout(timer);
    device.gatt?.disconnect();
  };
}
