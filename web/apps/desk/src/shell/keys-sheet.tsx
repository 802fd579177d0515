// The sheet that lists the keys.

import { Kbd, Modal } from "@mantine/core";
import { Fragment } from "react";
import { altKeys, keyGroups, otherKeys } from "./keys";
import classes from "./shell.module.css";

export default function KeysSheet({ onClose }: { onClose: () => void }) {
  const rows = [
    ...otherKeys,
    ...altKeys.map((key) => ({ ...key, shown: ["Alt", key.shown] as readonly string[] })),
  ];
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size={860}>
      <div className={classes.keyGroups}>
        {keyGroups.map((group) => (
          <section key={group} className={classes.keyGroup}>
            <h3>{group}</h3>
            <dl className={classes.keys}>
              {rows
                .filter((row) => row.group === group)
                .map((row) => (
                  <div key={row.what} className={classes.key}>
                    <dt>{row.what}</dt>
                    <dd>
                      {row.shown.map((name, index) => (
                        <Fragment key={name}>
                          {index > 0 && " + "}
                          <Kbd size="xs">{name}</Kbd>
                        </Fragment>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
