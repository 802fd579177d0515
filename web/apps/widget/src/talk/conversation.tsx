// A conversation on the screen: header, transcript, what stands between, composer, and the question before leaving.

import { leadOf } from "@holdfast/client/widget";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Language, localeOf, type Words } from "../languages";
import type { View, WidgetModel } from "../model";
import type { Texts } from "../texts/shape";
import { Banner } from "./banner";
import { useCobrowsePart } from "./cobrowse/load";
import { Composer } from "./composer";
import { DropPlace } from "./files/drop-place";
import { Header } from "./header";
import { LeaveDialog } from "./leave-dialog";
import { Menu } from "./menu";
import { Ended, ProblemLine, Waiting } from "./panels";
import { promptsOf, type Say } from "./prompts";
import type { Talk, TalkView } from "./talk";
import { useTalkTexts } from "./texts/load";
import type { TalkTexts } from "./texts/shape";
import { Transcript } from "./transcript";

/** What every part of the conversation gets. */
export interface TalkProps {
  model: WidgetModel;
  talk: Talk;
  view: View;
  now: TalkView;
  /** For times and numbers. */
  locale: string;
  texts: TalkTexts;
  formTexts: Texts;
  say: Say;
}

export interface ConversationProps {
  model: WidgetModel;
  talk: Talk;
  view: View;
  now: TalkView;
  words: Words;
  onClose: (() => void) | null;
  onLanguage: (language: Language) => void;
}

export function Conversation(props: ConversationProps) {
  const { model, talk, view, now, words, onClose, onLanguage } = props;
  const [leaving, setLeaving] = useState(false);
  const texts = useTalkTexts(words.language);
  const say = promptsOf(view.config?.prompts ?? null);
  const part: TalkProps = {
    model,
    talk,
    view,
    now,
    locale: localeOf(words.language),
    texts,
    formTexts: words.texts,
    say,
  };
  const { phase } = now.state;
  const lead = phase === "engaged" ? leadOf(now.state) : null;
  const away = lead !== null && lead.presence !== "present";
  let status = phase === "closed" ? texts.header.ended : texts.header.waiting;
  if (phase === "on_hold") status = texts.header.onHold;
  if (lead) status = away ? texts.header.interrupted : texts.header.here;
  const takesFiles = (view.config?.files ?? false) && talk.openChat !== null;
  const bytesMax = view.config?.file_bytes_max ?? 0;
  const sendFiles = useCallback((files: FileList) => talk.sendFiles(files, bytesMax), [talk, bytesMax]);
  useEffect(() => talk.cobrowse.setLanguage(words.language), [talk, words.language]);
  const CobrowsePart = useCobrowsePart(now.cobrowse.asked !== null || now.cobrowse.shared !== null);
  const names = now.state.participants.map((one) => one.name).join(", ");
  return (
    <main class="widget" aria-label={words.texts.chat}>
      <Header
        texts={words.texts}
        face={lead?.name || view.tenantName}
        presence={lead ? (away ? "away" : "here") : null}
        title={lead ? names : view.tenantName}
        status={status}
        onClose={onClose}
      >
        {(phase === "engaged" || phase === "on_hold") && (
          <button type="button" class="quiet" onClick={() => setLeaving(true)}>
            {texts.leave.end}
          </button>
        )}
        <Menu {...part} languageNow={words.language} onLanguage={onLanguage} />
      </Header>
      <Banner {...part} />
      {CobrowsePart && (
        <CobrowsePart cobrowse={talk.cobrowse} view={now.cobrowse} language={words.language} />
      )}
      {takesFiles && <DropPlace text={texts.files.drop} onFiles={sendFiles} />}
      <Transcript {...part} />
      {(phase === "waiting" || phase === null) && <Waiting {...part} onLeave={() => setLeaving(true)} />}
      {now.problem && <ProblemLine {...part} problem={now.problem} />}
      {phase === "closed" ? (
        <Ended {...part} />
      ) : (
        <Composer {...part} onFiles={takesFiles ? sendFiles : null} />
      )}
      {leaving && phase !== null && phase !== "closed" && (
        <LeaveDialog
          texts={texts}
          waiting={phase === "waiting"}
          onStay={() => setLeaving(false)}
          onLeave={() => {
            setLeaving(false);
            void talk.leave();
          }}
        />
      )}
    </main>
  );
}
