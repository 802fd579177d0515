// The frame around every place of the product: header, rail, offers, what has to be said, keys.

import { lazy, Suspense, useState } from "react";
import { Outlet } from "react-router";
import { OfferToasts } from "../offer/offer-toasts";
import { Announcer } from "./announcer";
import { ConnectionBanner } from "./connection-banner";
import { Header } from "./header";
import { LostDialog } from "./lost-dialog";
import { listTab, useChoose } from "./places";
import { Rail } from "./rail";
import classes from "./shell.module.css";
import { useAttention } from "./use-attention";
import { useDeskKeys } from "./use-desk-keys";

const KeysSheet = lazy(() => import("./keys-sheet"));

export function Shell() {
  const [keys, setKeys] = useState(false);
  const choose = useChoose();
  useAttention();
  useDeskKeys(() => setKeys(true));
  return (
    <div className={classes.shell}>
      <Header onKeys={() => setKeys(true)} />
      <ConnectionBanner />
      <div className={classes.body}>
        <Rail />
        <Outlet />
      </div>
      <OfferToasts onAccepted={() => listTab.set("mine")} onChoose={choose} />
      <LostDialog />
      {keys && (
        <Suspense fallback={null}>
          <KeysSheet onClose={() => setKeys(false)} />
        </Suspense>
      )}
      <Announcer />
    </div>
  );
}
