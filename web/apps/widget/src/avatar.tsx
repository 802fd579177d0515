// A name's initials in a circle whose colour is always the same for the name.

const colours = 6;

export function Avatar({
  name,
  presence,
  small,
}: {
  name: string;
  presence?: "here" | "away" | null;
  small?: boolean;
}) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0] ?? "");
  const shown = (
    initials.length > 1 ? `${initials[0]}${initials.at(-1)}` : (initials[0] ?? "")
  ).toUpperCase();
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return (
    <span class={`avatar tone-${sum % colours}${small ? " small" : ""}`} aria-hidden="true">
      {shown}
      {presence && <i class={presence} />}
    </span>
  );
}
