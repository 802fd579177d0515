// The figures shown large: totals of the tables beneath.

import type { Report } from "@holdfast/client";
import type { CSSProperties } from "react";
import { spoken } from "./explanation";
import { figureName } from "./figure-name";
import { columnOf, type Figure, figureIn, figureText, hasChats } from "./figures";
import classes from "./reports.module.css";

interface CardsProps {
  report: Report;
  timeZone: string;
  onOpen: (table: string, column: string, narrow: Readonly<Record<string, string>>) => void;
}

/** Up to this many cards stand in one row. */
const inOneRow = 7;

/** How many cards a row has at most: so that the rows are of one length, or nearly. */
export function inARow(cards: number): number {
  return Math.ceil(cards / Math.ceil(cards / inOneRow));
}

/** What is counted, after its number: `12 chats`, `1 chat`, `1 reply`. */
export function counted(title: string, count: Figure): string {
  const words = title.toLocaleLowerCase();
  return count === 1 ? words.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : words;
}

export function Cards({ report, timeZone, onOpen }: CardsProps) {
  const cards = report.cards.flatMap((card) => {
    const table = report.tables.find((one) => one.id === card.table);
    const column = columnOf(table, card.column);
    return table?.total && column ? [{ table, column, total: table.total }] : [];
  });
  if (cards.length === 0) return null;
  return (
    <ul
      className={classes.cards}
      style={{ "--in-a-row": inARow(cards.length) } as CSSProperties}
      aria-label="Key figures"
    >
      {cards.map(({ table, column, total }) => {
        const figure = figureIn(table, total, column.id);
        const of = column.n ? columnOf(table, column.n) : undefined;
        const words = (
          <>
            <span className={classes.cardTitle}>{column.title}</span>
            <span className={classes.cardFigure} data-none={figure === null || undefined}>
              {figureText(figure, column.unit, timeZone)}
            </span>
            <span className={classes.cardOf}>
              {of
                ? `of ${figureText(figureIn(table, total, of.id), of.unit, timeZone)} ${counted(of.title, figureIn(table, total, of.id))}`
                : " "}
            </span>
          </>
        );
        const common = {
          className: classes.card,
          "data-explain": figureName(table.id, column.id, "total"),
          "aria-description": spoken(column),
        };
        return (
          <li key={`${table.id} ${column.id}`}>
            {hasChats(column, figure) ? (
              <button type="button" {...common} onClick={() => onOpen(table.id, column.id, total.narrow)}>
                {words}
              </button>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what the figure means is told on focus too
              <div {...common} tabIndex={0}>
                {words}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
