// What the tenant says at each turn. The tenant's wording goes before the widget's own; a prompt that is switched off is not said at all;
// until the server has told its wordings the widget speaks for itself.

export type PromptName =
  | "in_queue"
  | "agent_joined"
  | "agent_interrupted"
  | "agent_lost"
  | "agent_back"
  | "transferred"
  | "released"
  | "idle_warning"
  | "ended"
  | "queue_full"
  | "restored";

/** The text to show at a turn, with its places filled; null when nothing is to be said, or the tenant's text cannot be filled. */
export type Say = (name: PromptName, own: string, places?: Readonly<Record<string, string>>) => string | null;

export function promptsOf(prompts: Readonly<Record<string, string>> | null): Say {
  return (name, own, places = {}) => {
    if (prompts === null) return own;
    const text = prompts[name];
    if (!text) return null;
    let isWhole = true;
    const filled = text.replace(/\{(agent|position|estimate)\}/g, (_, place: string) => {
      const value = places[place];
      if (!value) isWhole = false;
      return value ?? "";
    });
    // A wording whose place cannot be filled (the estimate is not known yet) is said in the widget's own words.
    return isWhole ? filled : own;
  };
}
