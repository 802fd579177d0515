// What stands between transcript and composer: the wait, the end, a wish that was refused.

import type { Problem } from "@holdfast/client";
import { problemText } from "../texts/shape";
import type { TalkProps } from "./conversation";
import { RatingCard } from "./rating";

export function Waiting({ now, texts, say, onLeave }: TalkProps & { onLeave: () => void }) {
  const { phase, waitingBecause, place, estimateMs } = now.state;
  const minutes = estimateMs === null ? null : Math.max(1, Math.round(estimateMs / 60_000));
  let title = texts.waiting.title;
  let hint = texts.waiting.hint;
  if (phase === null) {
    title = texts.waiting.starting;
    hint = "";
  } else if (waitingBecause === "agent_lost" && say("agent_lost", "own") === null) {
    // The notice in the transcript says it, unless the tenant has switched that off.
    title = texts.waiting.agentLost;
    hint = texts.waiting.agentLostHint;
  }
  const line =
    phase === null || place === null
      ? null
      : say("in_queue", texts.waiting.place(place), {
          position: String(place),
          ...(minutes === null ? {} : { estimate: texts.waiting.estimate(minutes) }),
        });
  return (
    <section class="card waiting" aria-label={texts.header.waiting}>
      <span class="pulse" aria-hidden="true">
        {place ?? ""}
      </span>
      <div role="status">
        <strong>{title}</strong>
        {line && (
          <p class="place" dir="auto">
            {line}
          </p>
        )}
        {hint && <p>{hint}</p>}
      </div>
      {phase === "waiting" && (
        <button type="button" class="plain" onClick={onLeave}>
          {texts.leave.cancel}
        </button>
      )}
    </section>
  );
}

export function Ended(part: TalkProps) {
  const { model, talk, now, texts, formTexts, say } = part;
  const full = now.state.disconnectReason === "QueueFull";
  const title = full ? say("queue_full", formTexts.problem.queue_full) : say("ended", texts.ended.title);
  return (
    <section class="ended" aria-label={texts.ended.title}>
      {title && <strong dir="auto">{title}</strong>}
      <RatingCard key={now.state.chat} {...part} />
      <p>{texts.ended.lead}</p>
      <button type="button" class="primary" data-focus onClick={() => void talk.resume()}>
        {texts.ended.resume}
      </button>
      <button type="button" class="plain" onClick={() => model.anew()}>
        {texts.ended.anew}
      </button>
    </section>
  );
}

export function ProblemLine({ talk, texts, formTexts, problem }: TalkProps & { problem: Problem }) {
  return (
    <p class="problem" role="alert">
      <span>{problemText(formTexts, problem.code)}</span>
      <button type="button" class="plain" onClick={() => talk.dismissProblem()}>
        {texts.dismiss}
      </button>
    </p>
  );
}
