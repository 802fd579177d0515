// Where a menu is narrower than its entries, it is scrolled so that the chosen one is seen.

import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** For the menu's element; `entries` is what the entries are made of, when they come later than the menu. */
export function useChosenInView(entries?: unknown): RefObject<HTMLElement | null> {
  const menu = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page or other entries move the chosen one
  useEffect(() => {
    const nav = menu.current;
    if (!nav) return;
    const show = () => {
      const chosen = nav.querySelector("[aria-current=page]")?.getBoundingClientRect();
      const whole = nav.getBoundingClientRect();
      if (chosen) nav.scrollLeft += chosen.left + chosen.width / 2 - whole.left - whole.width / 2;
    };
    show();
    const watching = new ResizeObserver(show);
    watching.observe(nav);
    return () => watching.disconnect();
  }, [pathname, entries]);
  return menu;
}
