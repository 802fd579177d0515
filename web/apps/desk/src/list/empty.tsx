// A list that has nothing in it, said calmly.

import type { ReactNode } from "react";
import classes from "./list.module.css";

export function Empty({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      {icon}
      <strong>{title}</strong>
      {children}
    </div>
  );
}
