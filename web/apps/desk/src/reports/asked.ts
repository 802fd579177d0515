// The question in words, as a reader of a paper or of an empty report needs it.

import type { Report, ReportChoice } from "@holdfast/client";
import { daysText } from "./periods";
import { chosen, filters } from "./question";

export interface Asked {
  title: string;
  words: string;
}

export type Choices = Readonly<Record<string, readonly ReportChoice[]>>;

/** What a value of a parameter is called. */
export function labelOf(choices: Choices, name: string, value: string): string {
  return choices[name]?.find((one) => one.value === value)?.label ?? value;
}

/** Everything that was asked, each with its name. */
export function askedWords({ asked, report }: Report, choices: Choices): Asked[] {
  const takes = (name: string) => report.parameters.includes(name);
  const narrowed = filters.flatMap(({ name, title }) => {
    const values = chosen(asked.parameters, name);
    return values.length > 0
      ? [{ title, words: values.map((value) => labelOf(choices, name, value)).join(", ") }]
      : [];
  });
  const level = asked.parameters.service_level_seconds;
  return [
    { title: "Time", words: daysText(asked.from, asked.to) },
    ...(takes("interval") ? [{ title: "By", words: asked.interval }] : []),
    { title: "Time zone", words: asked.time_zone },
    ...narrowed,
    ...(level ? [{ title: "Service level", words: `answered within ${level} s` }] : []),
  ];
}
