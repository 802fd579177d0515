// Marks of series: markers of lines, patterns of bars, and their small pictures in the legend.

import type { Marker, Pattern, SeriesLook } from "./palette";

const shapes: Record<Marker, string> = {
  circle: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
  square: "M-3.5,-3.5h7v7h-7z",
  triangle: "M0,-4.6L4.4,3.4H-4.4z",
  diamond: "M0,-5L5,0L0,5L-5,0z",
  cross: "M-1.5,-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
  star: "M0,-5l1.4,3.2l3.5,.3l-2.7,2.3l.9,3.4l-3.1,-1.9l-3.1,1.9l.9,-3.4l-2.7,-2.3l3.5,-.3z",
};

interface MarkProps {
  cx?: number | undefined;
  cy?: number | undefined;
  look: SeriesLook;
  large?: boolean;
}

/** A marker at a point of a line. */
export function Mark({ cx, cy, look, large = false }: MarkProps) {
  if (typeof cx !== "number" || typeof cy !== "number" || Number.isNaN(cy)) return null;
  return (
    <path
      d={shapes[look.marker]}
      transform={`translate(${cx},${cy})${large ? " scale(1.5)" : ""}`}
      fill="var(--surface)"
      stroke={look.color}
      strokeWidth={1.7}
    />
  );
}

const strokes: Record<Pattern, string> = {
  solid: "",
  hatch: "M-2,2l4,-4M0,8l8,-8M6,10l4,-4",
  "back-hatch": "M-2,6l4,4M0,0l8,8M6,-2l4,4",
  crosshatch: "M0,0l8,8M8,0l-8,8",
  rows: "M0,2h8M0,6h8",
  dots: "M2,2h.01M6,6h.01",
};

/** The fill of a bar: its colour, with a pattern of the surface's colour in it. */
export function PatternFill({ id, look }: { id: string; look: SeriesLook }) {
  return (
    <pattern id={id} width={8} height={8} patternUnits="userSpaceOnUse">
      <rect width={8} height={8} fill={look.color} />
      {look.pattern !== "solid" && (
        <path
          d={strokes[look.pattern]}
          stroke="var(--surface)"
          strokeWidth={look.pattern === "dots" ? 2.6 : 1.6}
          strokeLinecap={look.pattern === "dots" ? "round" : "butt"}
          fill="none"
        />
      )}
    </pattern>
  );
}

/** A series in the legend, as it is drawn. */
export function LegendMark({ look, line, id }: { look: SeriesLook; line: boolean; id: string }) {
  return (
    <svg width={line ? 30 : 16} height={14} aria-hidden="true">
      {line ? (
        <>
          <path d="M0,7h30" stroke={look.color} strokeWidth={2} strokeDasharray={look.dash || undefined} />
          <Mark cx={15} cy={7} look={look} />
        </>
      ) : (
        <>
          <defs>
            <PatternFill id={id} look={look} />
          </defs>
          <rect y={1} width={16} height={12} rx={2.5} fill={`url(#${id})`} />
        </>
      )}
    </svg>
  );
}
