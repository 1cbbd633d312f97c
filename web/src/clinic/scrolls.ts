/** Attach to a box that may scroll sideways: it can be reached by keyboard, with a name, while there is something to scroll. */
export function scrolls(label: string): (box: HTMLElement) => () => void {
  return (box) => {
    const look = () => {
      const over = box.scrollWidth > box.clientWidth + 1;
      for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", label]] as const) {
        if (over) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    };
    const sized = new ResizeObserver(look);
    sized.observe(box);
    return () => sized.disconnect();
  };
}
