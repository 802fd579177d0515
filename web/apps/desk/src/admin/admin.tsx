// The administrator's place: records and settings, each change effective at once.

import { IconLock } from "@tabler/icons-react";
import { Navigate, NavLink, Route, Routes } from "react-router";
import { useDesk } from "../desk/context";
import { Empty } from "../list/empty";
import { useChosenInView } from "../shell/use-chosen-in-view";
import classes from "./admin.module.css";
import { ArticlesPage } from "./articles-page";
import { IdentityPage } from "./identity-page";
import { InvitationsPage } from "./invitations-page";
import { standardTexts, topics } from "./library-kinds";
import { profiles, statuses, users } from "./people-kinds";
import { PromptsPage } from "./prompts-page";
import { queues } from "./queue-kind";
import { RecordsPage } from "./records-page";
import { SettingsPage } from "./settings-page";
import { TenantPage } from "./tenant-page";

const pages = [
  { path: "queues", title: "Queues", page: <RecordsPage key="queues" kind={queues} /> },
  { path: "topics", title: "Topics", page: <RecordsPage key="topics" kind={topics} /> },
  { path: "users", title: "Users", page: <RecordsPage key="users" kind={users} /> },
  { path: "profiles", title: "Profiles", page: <RecordsPage key="profiles" kind={profiles} /> },
  { path: "statuses", title: "Statuses", page: <RecordsPage key="statuses" kind={statuses} /> },
  { path: "texts", title: "Standard texts", page: <RecordsPage key="texts" kind={standardTexts} /> },
  { path: "knowledge", title: "Knowledge", page: <ArticlesPage /> },
  { path: "prompts", title: "Prompts", page: <PromptsPage /> },
  { path: "identity", title: "Identity keys", page: <IdentityPage /> },
  { path: "invitations", title: "Invitations", page: <InvitationsPage /> },
  { path: "settings", title: "Settings", page: <SettingsPage /> },
  { path: "tenant", title: "Tenant", page: <TenantPage /> },
] as const;

export default function Admin() {
  const { me } = useDesk();
  const menu = useChosenInView();
  if (me.role !== "admin") {
    return (
      <main className={classes.page}>
        <Empty icon={<IconLock size={30} stroke={1.4} aria-hidden="true" />} title="For administrators">
          <span>Ask an administrator if something is to be changed.</span>
        </Empty>
      </main>
    );
  }
  return (
    <div className={classes.place}>
      <nav ref={menu} className={classes.menu} aria-label="Administration">
        {pages.map((one) => (
          <NavLink key={one.path} to={`/admin/${one.path}`} className={classes.menuItem ?? ""}>
            {one.title}
          </NavLink>
        ))}
      </nav>
      <main className={classes.page}>
        <div className={classes.content}>
          <Routes>
            {pages.map((one) => (
              <Route key={one.path} path={one.path} element={one.page} />
            ))}
            <Route path="*" element={<Navigate to="/admin/queues" replace />} />
          </Routes>
        </div>
      </main>
    </div>
  );
}
