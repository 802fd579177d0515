// The places of the product. Only those that exist are here.

import { IconMessages } from "@tabler/icons-react";
import { Link } from "react-router";
import classes from "./shell.module.css";

export function Rail() {
  return (
    <nav className={classes.rail} aria-label="Places">
      <Link to="/" className={classes.place ?? ""} aria-current="page">
        <IconMessages size={22} stroke={1.7} aria-hidden="true" />
        Desk
      </Link>
    </nav>
  );
}
