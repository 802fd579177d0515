// The sheet that lists the keys.

import { Kbd, Modal } from "@mantine/core";
import { Fragment } from "react";
import { altKeys, otherKeys } from "./keys";
import classes from "./shell.module.css";

export function KeysSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const rows = [
    ...otherKeys,
    ...altKeys.map((key) => ({ shown: ["Alt", key.shown] as readonly string[], what: key.what })),
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={640}>
      <dl className={classes.keys}>
        {rows.map((row) => (
          <div key={row.what} className={classes.key}>
            <dt>{row.what}</dt>
            <dd>
              {row.shown.map((name, index) => (
                <Fragment key={name}>
                  {index > 0 && " + "}
                  <Kbd size="sm">{name}</Kbd>
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
