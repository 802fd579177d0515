// Finds web addresses in a message. Only http and https become links; everything else stays text.

export type Piece = { link: false; text: string } | { link: true; text: string; address: string };

const address = /https?:\/\/[^\s<>"'`{}|\\^[\]]+/gi;

export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    if (!isWebAddress(found)) continue;
    if (match.index > from) pieces.push({ link: false, text: text.slice(from, match.index) });
    pieces.push({ link: true, text: found, address: found });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ link: false, text: text.slice(from) });
  return pieces;
}

/** Without the punctuation of the sentence around it, and without a closing bracket that it did not open. */
function trimmed(found: string): string {
  let kept = found;
  for (;;) {
    const last = kept.at(-1) ?? "";
    const unopened = last === ")" && kept.split(")").length > kept.split("(").length;
    if (!unopened && !".,;:!?*_~".includes(last)) return kept;
    kept = kept.slice(0, -1);
  }
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return (protocol === "http:" || protocol === "https:") && hostname !== "";
  } catch {
    return false;
  }
}
