// The widget's one window: header, what the stage asks for, and the question before leaving.

import { useState } from "preact/hooks";
import { Banner } from "./banner";
import { Composer } from "./composer";
import { Header } from "./header";
import { LeaveDialog } from "./leave-dialog";
import type { View, WidgetModel } from "./model";
import { Ended, ProblemLine, Waiting } from "./panels";
import { StartForm } from "./start-form";
import type { Texts } from "./texts";
import { Transcript } from "./transcript";
import { useObservable } from "./use";

export interface PartProps {
  model: WidgetModel;
  view: View;
  texts: Texts;
}

export function App({
  model,
  texts,
  onClose,
}: {
  model: WidgetModel;
  texts: Texts;
  onClose: (() => void) | null;
}) {
  const view = useObservable(model.view);
  const [leaving, setLeaving] = useState(false);
  const part: PartProps = { model, view, texts };
  const { phase } = view.state;
  return (
    <main class={`widget stage-${view.stage}`} aria-label={texts.chat}>
      <Header {...part} onLeave={() => setLeaving(true)} onClose={onClose} />
      {view.stage === "form" && <StartForm {...part} />}
      {view.stage === "restoring" && (
        <div class="restoring" role="status">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {texts.restoring}
        </div>
      )}
      {view.stage !== "form" && <Banner {...part} />}
      {view.stage === "conversation" && (
        <>
          <Transcript {...part} />
          {phase !== "engaged" && phase !== "closed" && (
            <Waiting {...part} onLeave={() => setLeaving(true)} />
          )}
          {view.problem && <ProblemLine {...part} problem={view.problem} />}
          {phase === "closed" ? <Ended {...part} /> : <Composer {...part} />}
        </>
      )}
      {leaving && (phase === "waiting" || phase === "engaged") && (
        <LeaveDialog
          texts={texts}
          waiting={phase === "waiting"}
          onStay={() => setLeaving(false)}
          onLeave={() => {
            setLeaving(false);
            void model.leave();
          }}
        />
      )}
    </main>
  );
}
