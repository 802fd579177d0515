// What looks like the number of a payment card, in any text: 13 to 19 digits, in groups or not, with the check digit that all of them have.

/** Digits with at most two of what stands between groups: enough for a card of any make. */
const digitRun = /\d(?:[ \u00a0\u2009\u202f.\-–]{0,2}\d){3,}/g;
const cardDigitsMin = 13;
const cardDigitsMax = 19;

/** Whether digits have the check digit of a card (ISO/IEC 7812). */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Whether some of the groups of a run are a card's number together: a number may stand before or after it. */
function holdsCard(run: string): boolean {
  const groups = run.split(/\D+/);
  for (let first = 0; first < groups.length; first += 1) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length <= cardDigitsMax; last += 1) {
      digits += groups[last];
      const fits = digits.length >= cardDigitsMin && digits.length <= cardDigitsMax;
      if (fits && hasCheckDigit(digits)) return true;
    }
  }
  return false;
}

/** Whether a text is, or has in it, a card's number. */
export function looksLikeCard(text: string): boolean {
  return (text.match(digitRun) ?? []).some(holdsCard);
}

/** The text with a dot for each digit of a run that is a card's number, or of which `isSecret` says that it must not be seen. */
export function maskDigits(text: string, isSecret: (digits: string) => boolean = () => false): string {
  return text.replace(digitRun, (run) =>
    holdsCard(run) || isSecret(digitsOf(run)) ? run.replace(/\d/g, "•") : run,
  );
}
