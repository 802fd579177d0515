// How series are told apart: by colour, and without it by dash and marker (lines) or pattern (bars). The colours are Okabe and Ito's,
// darkened or lightened until each has 3 : 1 against the surface; they are defined in chart.module.css, for light, dark and paper.

export type Marker = "circle" | "square" | "triangle" | "diamond" | "cross" | "star";
export type Pattern = "solid" | "hatch" | "dots" | "crosshatch" | "rows" | "back-hatch";

export interface SeriesLook {
  color: string;
  dash: string;
  marker: Marker;
  pattern: Pattern;
}

const dashes = ["", "7 4", "2 3", "10 3 2 3", "12 4", "4 2 1 2"] as const;
const markers: readonly Marker[] = ["circle", "square", "triangle", "diamond", "cross", "star"];
const patterns: readonly Pattern[] = ["solid", "hatch", "dots", "crosshatch", "rows", "back-hatch"];

/** How many colours there are; after them dash, marker and pattern go on being different from the first round's. */
const colors = 7;

/** The look of a chart's series by its place. */
export function seriesLook(index: number): SeriesLook {
  const pick = <T>(all: readonly T[]): T => all[index % all.length] as T;
  return {
    color: `var(--series-${(index % colors) + 1})`,
    dash: pick(dashes),
    marker: pick(markers),
    pattern: pick(patterns),
  };
}
