// When a closed queue opens again, in the customer's locale and zone.

const withinMs = 6 * 24 * 3_600_000;

export function opensText(opensAt: string | null, locale: string): string | null {
  const at = opensAt === null ? Number.NaN : Date.parse(opensAt);
  if (Number.isNaN(at)) return null;
  const day: Intl.DateTimeFormatOptions =
    at - Date.now() < withinMs ? { weekday: "long" } : { weekday: "short", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}
