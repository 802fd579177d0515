// Whether a customer is who it says.

import { Tooltip } from "@mantine/core";
import { IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import classes from "./side.module.css";

/** Whether the customer has proved who it is, or only says so. */
export function Proof({ verified }: { verified: boolean }) {
  return (
    <Tooltip
      multiline
      maw={260}
      label={
        verified
          ? "The site that the customer is signed in to has proved who it is."
          : "Name and address are what the customer says. Nothing proves them."
      }
    >
      <span className={classes.proof} data-verified={verified || undefined}>
        {verified ? (
          <IconShieldCheck size={14} aria-hidden="true" />
        ) : (
          <IconShieldOff size={14} aria-hidden="true" />
        )}
        {verified ? "Verified" : "Not verified"}
      </span>
    </Tooltip>
  );
}
