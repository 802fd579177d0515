// Whether what is typed is safe.

import { IconCheck, IconCloudOff } from "@tabler/icons-react";
import type { DraftView } from "../desk/context";
import classes from "./chat.module.css";

export function DraftSaved({ state }: { state: DraftView["state"] }) {
  return (
    <span className={classes.saved} aria-live="off">
      {state === "saving" && "Saving…"}
      {state === "saved" && (
        <>
          <IconCheck size={13} aria-hidden="true" /> Saved
        </>
      )}
      {state === "kept" && (
        <>
          <IconCloudOff size={13} aria-hidden="true" /> Kept on this device
        </>
      )}
    </span>
  );
}
