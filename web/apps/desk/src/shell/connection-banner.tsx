// Says when the server cannot be heard, and that what is typed is kept; and, for a moment, when it is back.

import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useClient, useObservable } from "../desk/context";
import classes from "./shell.module.css";

const backForMs = 4_000;

export function ConnectionBanner() {
  const client = useClient();
  const connection = useObservable(client.connection);
  const waiting = useObservable(client.outbox).filter((entry) => !entry.problem).length;
  const durable = useObservable(client.session.outbox.durable);
  const back = useJustBack(connection.name);
  const interrupted = connection.name === "interrupted" || connection.name === "connecting";
  return (
    <div className={classes.bannerPlace} aria-live="polite">
      {interrupted && (
        <div className={classes.banner}>
          <IconPlugConnectedX size={17} aria-hidden="true" />
          <span>
            Connection interrupted. Reconnecting… what you type is kept
            {waiting > 0 && ` and ${waiting} not sent yet will be sent`}
            {durable ? "." : " as long as this page stays open."}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => client.session.nudge()}>
            Try now
          </Button>
        </div>
      )}
      {back && !interrupted && (
        <div className={classes.banner} data-tone="good">
          <IconPlugConnected size={17} aria-hidden="true" />
          <span>
            {connection.name === "connected" && !connection.resumed
              ? "Connected again. The desk was read anew."
              : "Connected again. Nothing was missed."}
          </span>
        </div>
      )}
    </div>
  );
}

function useJustBack(name: string): boolean {
  const [back, setBack] = useState(false);
  const was = useRef(name);
  useEffect(() => {
    const returned = was.current === "interrupted" && name === "connected";
    if (name !== "connecting") was.current = name;
    if (!returned) return;
    setBack(true);
    const timer = setTimeout(() => setBack(false), backForMs);
    return () => clearTimeout(timer);
  }, [name]);
  return back;
}
