// How many of my slots are taken.

import { slotsTaken } from "@holdfast/client/desk";
import { Progress } from "@mantine/core";
import { useDeskPart } from "../desk/context";
import classes from "./list.module.css";

export function Capacity() {
  const taken = useDeskPart(slotsTaken);
  const most = useDeskPart((desk) => desk.profile.chats_max);
  return (
    <div className={classes.capacity}>
      <div className={classes.capacityLine}>
        <span>Capacity</span>
        <strong className="numbers">
          {taken} of {most}
        </strong>
      </div>
      <Progress
        size={5}
        radius="xl"
        value={Math.min(100, (taken / most) * 100)}
        color={taken >= most ? "orange.7" : "indigo"}
        aria-label={`${taken} of ${most} chats`}
      />
    </div>
  );
}
