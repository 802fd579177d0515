// Explains the figure under the pointer or with the focus: one tip for all of them, so that a table of thousands of figures stays light.
// A figure names itself with `data-explain`; the tip goes with Escape, and stays while the pointer is on it.

import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import classes from "./explaining.module.css";
import type { Explanation } from "./explanation";

interface ExplainingProps {
  /** What is said of a figure by its `data-explain`; null: nothing. */
  explanationOf: (figure: string) => Explanation | null;
  className?: string | undefined;
  children: ReactNode;
}

interface Tip {
  explanation: Explanation;
  target: HTMLElement;
}

/** A pointer that only passes over gets no tip. */
const showAfterMs = 250;
/** The way from the figure to the tip. */
const hideAfterMs = 120;
const gapPx = 8;

export function Explaining({ explanationOf, className, children }: ExplainingProps) {
  const [tip, setTip] = useState<Tip | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = useCallback((what: () => void, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(what, ms);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const figureAt = (node: EventTarget) =>
    node instanceof Element ? node.closest<HTMLElement>("[data-explain]") : null;
  const show = (target: HTMLElement) => {
    const explanation = explanationOf(target.dataset.explain ?? "");
    setTip(explanation ? { explanation, target } : null);
  };
  const hide = useCallback(() => setTip(null), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what happens to the figures in it, which have the keyboard's focus themselves
    <div
      className={className}
      onPointerOver={(event) => {
        const figure = figureAt(event.target);
        if (figure) soon(() => show(figure), tip ? 60 : showAfterMs);
      }}
      onPointerOut={() => soon(hide, hideAfterMs)}
      onFocus={(event) => {
        const figure = figureAt(event.target);
        // Only where the focus is seen: a click has the pointer's tip.
        if (figure && event.target.matches(":focus-visible")) soon(() => show(figure), 0);
      }}
      onBlur={() => soon(hide, 0)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && tip) {
          event.stopPropagation();
          soon(hide, 0);
        }
      }}
      onClick={() => soon(hide, 0)}
    >
      {children}
      {tip && (
        <TipBox
          tip={tip}
          onHide={hide}
          onStay={() => clearTimeout(timer.current)}
          onGo={() => soon(hide, hideAfterMs)}
        />
      )}
    </div>
  );
}

interface TipBoxProps {
  tip: Tip;
  onHide: () => void;
  onStay: () => void;
  onGo: () => void;
}

function TipBox({ tip, onHide, onStay, onGo }: TipBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<CSSProperties>({ visibility: "hidden" });
  useLayoutEffect(() => {
    if (!box.current) return;
    const figure = tip.target.getBoundingClientRect();
    const { width, height } = box.current.getBoundingClientRect();
    const below = figure.bottom + gapPx;
    const fitsBelow = below + height <= window.innerHeight - gapPx;
    const middle = figure.left + figure.width / 2 - width / 2;
    setPlace({
      left: Math.max(gapPx, Math.min(middle, window.innerWidth - width - gapPx)),
      top: fitsBelow ? below : Math.max(gapPx, figure.top - height - gapPx),
    });
  }, [tip]);
  useEffect(() => {
    // What it belongs to moves away, or the figure is not there any more.
    const escaped = (event: KeyboardEvent) => event.key === "Escape" && onHide();
    window.addEventListener("scroll", onHide, true);
    window.addEventListener("keydown", escaped);
    return () => {
      window.removeEventListener("scroll", onHide, true);
      window.removeEventListener("keydown", escaped);
    };
  }, [onHide]);
  const { explanation } = tip;
  return (
    <div
      ref={box}
      role="tooltip"
      className={classes.tip}
      style={place}
      onPointerEnter={onStay}
      onPointerLeave={onGo}
    >
      <strong>{explanation.title}</strong>
      {explanation.meaning && <p>{explanation.meaning}</p>}
      {explanation.formula && (
        <p className={classes.formula}>
          <span>Formula</span> <Formula text={explanation.formula} />
        </p>
      )}
      {explanation.facts.length > 0 && <p className={classes.facts}>{explanation.facts.join(" · ")}</p>}
      {explanation.opens && <p className={classes.opens}>Click or Enter: the chats behind it</p>}
    </div>
  );
}

/** A formula with the names of the mart's columns as such: they stand in backticks. */
function Formula({ text }: { text: string }) {
  return text
    .split("`")
    .map((part, index) => ({ part, at: index }))
    .map(({ part, at }) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
