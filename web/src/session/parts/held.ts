// A button that goes on acting while it is held, by pointer or by key; one press, click or spoken name acts once.
const FIRST = 450;

/** What the button does; `every` is the time between two acts while it is held, ms. */
export interface Held {
  act: () => void;
  every: number;
}

export function held(node: HTMLButtonElement, options: Held): { update(options: Held): void; destroy(): void } {
  let { act, every } = options;
  let timer = 0;
  let repeated = false;
  let last = 0;
  const again = () => {
    repeated = true;
    act();
    timer = window.setTimeout(again, every);
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    window.clearTimeout(timer);
    repeated = false;
    // Words that come and go may move the button from under the finger.
    node.setPointerCapture(event.pointerId);
    timer = window.setTimeout(again, FIRST);
  };
  const end = () => {
    window.clearTimeout(timer);
    // The click that ends a hold comes first.
    window.setTimeout(() => (repeated = false));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!event.repeat) return void (repeated = false);
    // The browser's own repeats come as fast as the system was set to; its clicks would come with Enter alone.
    event.preventDefault();
    repeated = true;
    if (event.timeStamp - last < every) return;
    last = event.timeStamp;
    act();
  };
  const click = () => {
    // The click at the end of a hold was acted on already.
    if (repeated) repeated = false;
    else act();
  };
  const listeners = { pointerdown: begin, pointerup: end, pointercancel: end, blur: end, keyup: end, keydown: key, click };
  for (const [kind, listener] of Object.entries(listeners)) node.addEventListener(kind, listener as EventListener);
  return {
    update: (now) => void ({ act, every } = now),
    destroy() {
      end();
      for (const [kind, listener] of Object.entries(listeners)) node.removeEventListener(kind, listener as EventListener);
    },
  };
}
