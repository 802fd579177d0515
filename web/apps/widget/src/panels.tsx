// What stands between transcript and composer: the wait, the end, a wish that was refused.

import type { Problem } from "@holdfast/client";
import type { PartProps } from "./app";

export function Waiting({ view, texts, onLeave }: PartProps & { onLeave: () => void }) {
  const { phase, waitingBecause, place, estimateMs } = view.state;
  const asked = waitingBecause === "asked";
  let title = texts.waiting.title;
  let hint = texts.waiting.hint;
  if (phase === null) {
    title = texts.waiting.starting;
    hint = "";
  } else if (!asked) {
    title = waitingBecause === "agent_lost" ? texts.waiting.agentLost : texts.waiting.sentBack;
    hint = waitingBecause === "agent_lost" ? texts.waiting.agentLostHint : texts.waiting.sentBackHint;
  }
  const minutes = estimateMs === null ? null : Math.max(1, Math.round(estimateMs / 60_000));
  return (
    <section class="card waiting" aria-label={texts.header.waiting}>
      <span class="pulse" aria-hidden="true">
        {place ?? ""}
      </span>
      <div role="status">
        <strong>{title}</strong>
        {phase !== null && place !== null && (
          <p class="place">
            {texts.waiting.place(place)} {minutes !== null && texts.waiting.estimate(minutes)}
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

export function Ended({ model, texts }: PartProps) {
  return (
    <section class="ended" aria-label={texts.ended.title}>
      <strong>{texts.ended.title}</strong>
      <p>{texts.ended.lead}</p>
      <button type="button" class="primary" data-focus onClick={() => void model.resume()}>
        {texts.ended.resume}
      </button>
      <button type="button" class="plain" onClick={() => model.anew()}>
        {texts.ended.anew}
      </button>
    </section>
  );
}

export function ProblemLine({ model, texts, problem }: PartProps & { problem: Problem }) {
  return (
    <p class="problem" role="alert">
      <span>{texts.problem(problem.code, problem.detail)}</span>
      <button type="button" class="plain" onClick={() => model.dismissProblem()}>
        {texts.dismiss}
      </button>
    </p>
  );
}
