// What the agent before typed and did not send: offered, not put in the way.

import type { Draft } from "@holdfast/client";
import { Button } from "@mantine/core";
import { useDeskState, useObservable } from "../desk/context";
import { draftsPutAside, putAside } from "../desk/preferences";
import classes from "./chat.module.css";
import { useAgentName } from "./use-names";

const none: readonly Draft[] = [];

interface UnsentDraftsProps {
  conversation: string;
  field: string;
  /** What is typed now; a draft that is used is added to it. */
  current: string;
  onUse: (text: string) => void;
}

export function UnsentDrafts({ conversation, field, current, onUse }: UnsentDraftsProps) {
  const drafts = useDeskState((state) => state.drafts[conversation] ?? none);
  const me = useDeskState((state) => state.desk?.me.id);
  const aside = useObservable(draftsPutAside);
  const offered = drafts.filter(
    (draft) =>
      draft.field === field &&
      draft.agent != null &&
      draft.agent !== me &&
      draft.text.trim() !== "" &&
      !aside.includes(keyOf(draft)),
  );
  return offered.map((draft) => (
    <Unsent
      key={keyOf(draft)}
      draft={draft}
      onUse={() => {
        onUse(current.trim() === "" ? draft.text : `${current.trimEnd()}\n${draft.text}`);
        putAside(keyOf(draft));
      }}
    />
  ));
}

function Unsent({ draft, onUse }: { draft: Draft; onUse: () => void }) {
  const name = useAgentName(draft.agent ?? "");
  return (
    <div className={classes.unsent}>
      <p title={draft.text}>
        <strong>Unsent by {name}:</strong> {draft.text}
      </p>
      <div className={classes.unsentTools}>
        <Button size="compact-xs" onClick={onUse}>
          Use
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => putAside(keyOf(draft))}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}

function keyOf(draft: Draft): string {
  return `${draft.conversation} ${draft.field} ${draft.agent} ${draft.written_at_ms}`;
}
