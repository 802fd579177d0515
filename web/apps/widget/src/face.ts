// A name as initials and one of a few colours, always the same for the name.

const colours = 6;

export function faceOf(name: string): { initials: string; tone: number } {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0] ?? "");
  const shown = initials.length > 1 ? `${initials[0]}${initials.at(-1)}` : (initials[0] ?? "");
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return { initials: shown.toUpperCase(), tone: sum % colours };
}
