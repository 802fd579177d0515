// Finds web addresses in a text. Only http and https become links; everything else stays text.

export interface TextPart {
  text: string;
  href: string | null;
  /** Where it begins, as a key. */
  at: number;
}

const address = /\bhttps?:\/\/[^\s<>"']+/giu;
/** What ends a sentence rather than an address. */
const trailing = /[.,;:!?)\]}]+$/u;

export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, "");
    if (!URL.canParse(found)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null, at: end });
    parts.push({ text: found, href: found, at: match.index });
    end = match.index + found.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end), href: null, at: end });
  return parts;
}
