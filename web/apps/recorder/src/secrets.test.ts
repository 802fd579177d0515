import { describe, expect, it } from "vitest";
import { isSecretField, visibleValue } from "./fields";
import { Secrets } from "./secrets";

/** A field as far as it is looked at. */
function field(type: string, value: string, attributes: Record<string, string> = {}): HTMLInputElement {
  const marks = Object.keys(attributes).map((name) => `[${name}]`);
  const fake = {
    nodeName: "INPUT",
    type,
    value,
    labels: [],
    getAttribute: (name: string) => attributes[name] ?? null,
    closest: (selector: string) => (marks.includes(selector) ? fake : null),
    getRootNode: () => ({}),
    ownerDocument: { defaultView: null },
  };
  return fake as unknown as HTMLInputElement;
}

const seen = (text: string) => text;
const shown = { "data-holdfast-show": "" };

describe("what was typed", () => {
  it("is dots, unless the page shows the field", () => {
    expect(visibleValue(field("text", "Eleanor Vance"), seen)).toBe("••••••• •••••");
    expect(visibleValue(field("text", "SPRING-20", shown), seen)).toBe("SPRING-20");
    expect(visibleValue(field("text", "SPRING-20", { ...shown, "data-holdfast-mask": "" }), seen)).toBe(
      "•••••••••",
    );
    expect(visibleValue(field("hidden", "csrf", shown), seen)).toBe("");
    expect(visibleValue(field("submit", "Pay now"), seen)).toBe("Pay now");
    expect(visibleValue(field("checkbox", "newsletter"), seen)).toBe("on");
  });

  it("is never seen of passwords and cards, not even how long it is", () => {
    const secrets = [
      field("password", "x", shown),
      field("text", "123", { ...shown, autocomplete: "cc-csc" }),
      field("tel", "4111 1111 1111 1111", { ...shown, autocomplete: "section-a billing cc-number" }),
      field("text", "hunter2", { ...shown, name: "userPassword" }),
      field("text", "41", { ...shown, name: "card_number" }),
      field("text", "9", { ...shown, placeholder: "Security code" }),
      field("text", "DE02120300000000202051", { ...shown, "aria-label": "IBAN" }),
      field("text", "4111111111111111", { ...shown, name: "voucher" }),
    ];
    for (const one of secrets) expect(visibleValue(one, seen)).toBe("••••••••");
    expect(isSecretField(field("text", "Vance", { autocomplete: "cc-name" }))).toBe(false);
  });

  it("stays a password when the page shows it as a text", () => {
    const password = field("password", "correct horse", shown);
    expect(isSecretField(password)).toBe(true);
    Object.assign(password, { type: "text" });
    expect(visibleValue(password, seen)).toBe("••••••••");
  });

  it("is not seen where the page repeats it, whole, in parts, or as it was a moment ago", () => {
    const secrets = new Secrets();
    const card = field("text", "", { autocomplete: "cc-number" });
    for (const value of ["4111", "4111 1", "4111 1111 2222"]) {
      Object.assign(card, { value });
      secrets.note(card);
    }
    secrets.note(field("password", "correct-horse"));
    secrets.note(field("text", "Eleanor"));
    expect(secrets.hide("4111")).toBe("••••");
    expect(secrets.hide("ends in 2222")).toBe("ends in ••••");
    expect(secrets.hide("4111 1111 22")).not.toMatch(/\d{4}/);
    expect(secrets.hide("Your password is correct-horse!")).toBe("Your password is •••••••••••••!");
    expect(secrets.hide("Eleanor, 249 EUR, 1999")).toBe("Eleanor, 249 EUR, 1999");
  });
});
