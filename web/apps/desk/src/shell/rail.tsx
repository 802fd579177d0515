// The places of the product, each for those who may be there.

import { supervises } from "@holdfast/client/desk";
import { VisuallyHidden } from "@mantine/core";
import { IconActivity, IconChartBar, IconMail, IconMessages, IconSettings } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { useDeskPart } from "../desk/context";
import { useOpenMessages } from "../messages/use-messages";
import classes from "./shell.module.css";

export function Rail() {
  const supervisor = useDeskPart(supervises);
  const admin = useDeskPart(({ me }) => me.role === "admin");
  const { pathname } = useLocation();
  const waiting = useOpenMessages();
  const atDesk = pathname === "/" || pathname.startsWith("/chat/");
  return (
    <nav className={classes.rail} aria-label="Places">
      <Place to="/" here={atDesk} icon={<IconMessages size={22} stroke={1.7} aria-hidden="true" />}>
        Desk
      </Place>
      <Place
        to="/messages"
        here={pathname.startsWith("/messages")}
        icon={<IconMail size={22} stroke={1.7} aria-hidden="true" />}
        count={waiting}
      >
        Messages
      </Place>
      {supervisor && (
        <>
          <Place
            to="/wallboard"
            here={pathname.startsWith("/wallboard")}
            icon={<IconActivity size={22} stroke={1.7} aria-hidden="true" />}
          >
            Wallboard
          </Place>
          <Place
            to="/reports"
            here={pathname.startsWith("/reports")}
            icon={<IconChartBar size={22} stroke={1.7} aria-hidden="true" />}
          >
            Reports
          </Place>
        </>
      )}
      {admin && (
        <Place
          to="/admin"
          here={pathname.startsWith("/admin")}
          icon={<IconSettings size={22} stroke={1.7} aria-hidden="true" />}
        >
          Admin
        </Place>
      )}
    </nav>
  );
}

interface PlaceProps {
  to: string;
  here: boolean;
  icon: ReactNode;
  /** What is to be done there, as a text; none if left out. */
  count?: string | null;
  children: ReactNode;
}

function Place({ to, here, icon, count = null, children }: PlaceProps) {
  return (
    <Link to={to} className={classes.place ?? ""} aria-current={here ? "page" : undefined}>
      {icon}
      {children}
      {count !== null && (
        <span className={`${classes.count} numbers`}>
          {count}
          <VisuallyHidden> open</VisuallyHidden>
        </span>
      )}
    </Link>
  );
}
