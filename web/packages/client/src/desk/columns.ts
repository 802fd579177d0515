// Which chats stand side by side. A chat keeps its column until another needs it: the one used longest ago makes room.

export interface Columns {
  /** Conversation ids, left to right. */
  shown: readonly string[];
  /** The same and earlier ones, the one used last first. */
  recent: readonly string[];
  active: string | null;
}

export const noColumns: Columns = { shown: [], recent: [], active: null };

/** The columns after the list of chats, their number or the choice changed. */
export function arrangeColumns(
  before: Columns,
  chats: readonly string[],
  count: number,
  chosen: string | null,
): Columns {
  const open = (id: string) => chats.includes(id);
  const active = chosen && open(chosen) ? chosen : (before.recent.find(open) ?? chats[0] ?? null);
  const recent = [...(active ? [active] : []), ...before.recent.filter((id) => id !== active && open(id))];
  const usedAt = (id: string) => {
    const place = recent.indexOf(id);
    return place < 0 ? Number.POSITIVE_INFINITY : place;
  };
  const shown = before.shown.filter(open);
  if (active && !shown.includes(active)) {
    if (shown.length < count) shown.push(active);
    else shown[longestUnused(shown, usedAt)] = active;
  }
  while (shown.length > count) shown.splice(longestUnused(shown, usedAt), 1);
  for (const id of [...recent, ...chats]) {
    if (shown.length >= count) break;
    if (!shown.includes(id)) shown.push(id);
  }
  return same(before, { shown, recent, active }) ? before : { shown, recent, active };
}

/** How many columns fit. */
export function columnsThatFit(widthPx: number, columnMinPx: number, columnsMax: number): number {
  return Math.max(1, Math.min(columnsMax, Math.floor(widthPx / columnMinPx)));
}

function longestUnused(shown: readonly string[], usedAt: (id: string) => number): number {
  let worst = 0;
  shown.forEach((id, index) => {
    if (usedAt(id) > usedAt(shown[worst] ?? "")) worst = index;
  });
  return worst;
}

function same(a: Columns, b: Columns): boolean {
  const equal = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.every((id, index) => id === other[index]);
  return a.active === b.active && equal(a.shown, b.shown) && equal(a.recent, b.recent);
}
