// The parameter bar: what is asked, each part a button that says its value and opens what changes it.

import type { ReportAsked, ReportChoice, ReportInfo } from "@holdfast/client";
import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { FilterMenu } from "./filter-menu";
import { OneOfMenu } from "./one-of-menu";
import { PeriodMenu } from "./period-menu";
import { intervals } from "./periods";
import { chosen, defaults, filters, isFiltered, type Question } from "./question";
import classes from "./reports.module.css";
import { ServiceLevelMenu } from "./service-level-menu";

interface QuestionBarProps {
  info: ReportInfo;
  choices: Readonly<Record<string, readonly ReportChoice[]>>;
  question: Question;
  /** The question as the server understood it. */
  asked: ReportAsked | undefined;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

export function QuestionBar({ info, choices, question, asked, onChange }: QuestionBarProps) {
  const takes = (name: string) => info.parameters.includes(name);
  const of = (name: string) => question[name] ?? defaults[name] ?? "";
  return (
    <section className={classes.bar} aria-label="What is asked">
      <PeriodMenu question={question} asked={asked} onChange={onChange} />
      {takes("interval") && (
        <OneOfMenu
          title="By"
          value={of("interval")}
          options={intervals}
          onChange={(interval) => onChange({ interval })}
        />
      )}
      {filters
        .filter(({ name }) => takes(name) && isAChoice(choices[name], question[name]))
        .map(({ name, title }) => (
          <FilterMenu
            key={name}
            title={title}
            options={choices[name] ?? []}
            values={chosen(question, name)}
            onChange={(values) => onChange({ [name]: values.join(",") })}
          />
        ))}
      {takes("service_level_seconds") && (
        <ServiceLevelMenu
          seconds={of("service_level_seconds")}
          onChange={(seconds) => onChange({ service_level_seconds: seconds })}
        />
      )}
      {isFiltered(question, info) && (
        <Button
          size="sm"
          variant="subtle"
          leftSection={<IconFilterOff size={15} />}
          onClick={() => onChange(Object.fromEntries(filters.map(({ name }) => [name, null])))}
        >
          Clear filters
        </Button>
      )}
    </section>
  );
}

/** A parameter with one value only narrows nothing, and need not be shown. */
function isAChoice(options: readonly ReportChoice[] | undefined, value: string | undefined): boolean {
  return (options?.length ?? 0) > 1 || Boolean(value);
}
