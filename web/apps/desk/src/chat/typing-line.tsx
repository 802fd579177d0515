// Who is typing, and what the customer has typed so far.

import { typingRepeatMs } from "@holdfast/client/desk";
import { useDeskState } from "../desk/context";
import { useNow } from "../desk/use-now";
import classes from "./chat.module.css";

/** Typing that is not heard of again is over. */
const fadesAfterMs = 3 * typingRepeatMs;

export function TypingLine({ conversation }: { conversation: string }) {
  const typing = useDeskState((state) => state.typing[conversation]);
  return typing && typing.length > 0 ? (
    <Typing conversation={conversation} />
  ) : (
    <div className={classes.typing} />
  );
}

function Typing({ conversation }: { conversation: string }) {
  const typing = useDeskState((state) => state.typing[conversation]);
  const me = useDeskState((state) => state.desk?.me.id);
  useNow();
  const others = (typing ?? []).filter(
    (one) => one.party !== me && Date.now() - one.heardAtMs < fadesAfterMs,
  );
  return (
    <div className={classes.typing}>
      {others.map((one) => (
        <span key={one.party} style={{ display: "contents" }}>
          <span className={classes.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {one.text ? (
            <span className={classes.preview} title={`${one.name} is typing, and has not sent this`}>
              {one.text}
            </span>
          ) : (
            <span>{one.name} is typing</span>
          )}
        </span>
      ))}
    </div>
  );
}
