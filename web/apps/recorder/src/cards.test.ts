import { describe, expect, it } from "vitest";
import { hasCheckDigit, looksLikeCard, maskDigits } from "./cards";

describe("card numbers in texts", () => {
  it("are known by length and check digit, however they are written", () => {
    for (const card of [
      "4111111111111111",
      "4111 1111 1111 1111",
      "4111-1111-1111-1111",
      "4111\u00a01111\u202f1111 1111",
      "3782 822463 10005",
      "6011000990139424",
      "4222222222222",
      "Saved: 5555 5555 5555 4444, to be used",
      "12 5555 5555 5555 4444 77",
    ])
      expect(looksLikeCard(card), card).toBe(true);
    for (const other of [
      "4111 1111 1111 1112",
      "411111111111",
      "+49 30 901820",
      "2026-11-21 12:55",
      "100-2290",
      "",
    ])
      expect(looksLikeCard(other), other).toBe(false);
  });

  it("are masked digit by digit, and nothing else is", () => {
    expect(maskDigits("Card 4111 1111 1111 1111, 2 lamps for 249.00 on 21.11.2026")).toBe(
      "Card •••• •••• •••• ••••, 2 lamps for 249.00 on 21.11.2026",
    );
    expect(maskDigits("4111 1111", (digits) => "4111111111111111".includes(digits))).toBe("•••• ••••");
  });

  it("have a check digit", () => {
    expect(["79927398713", "79927398710"].map(hasCheckDigit)).toEqual([true, false]);
  });
});
