// What stands at the top of the paper instead of the parameter bar: everything that was asked, and when it was read.

import type { Report } from "@holdfast/client";
import { askedWords, type Choices } from "./asked";
import { momentText } from "./periods";
import classes from "./reports.module.css";

interface PrintHeadProps {
  report: Report;
  choices: Choices;
  readAtMs: number;
}

export function PrintHead({ report, choices, readAtMs }: PrintHeadProps) {
  const asked = askedWords(report, choices);
  return (
    <dl className={classes.printHead}>
      {[...asked, { title: "Read", words: momentText(readAtMs, report.asked.time_zone) }].map((one) => (
        <div key={one.title}>
          <dt>{one.title}</dt>
          <dd>{one.words}</dd>
        </div>
      ))}
    </dl>
  );
}
