// After the end: how was it? Five choices and a few words, both as one likes. What is not sent yet outlives a reload, and what was sent can
// be changed as long as the server takes it.

import { commentCharsMax, mayBeRated } from "@holdfast/client/widget";
import { useEffect, useRef, useState } from "preact/hooks";
import { problemText } from "../texts/shape";
import type { TalkProps } from "./conversation";
import { Picture } from "./picture";
import type { RatingDraft } from "./talk";

const star = "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z";
const values = [1, 2, 3, 4, 5] as const;

export function RatingCard(part: TalkProps) {
  const { talk, now, texts } = part;
  const [draft, setDraft] = useState<RatingDraft>(() => talk.ratingDraft());
  const [editing, setEditing] = useState(() => draft.rating !== null);
  const { rating } = now;
  const change = (next: RatingDraft) => {
    setDraft(next);
    talk.keepRatingDraft(next);
  };
  if (!mayBeRated(now.state, talk.nowMs()) && !rating) return null;
  if (rating && !editing) {
    return (
      <div class="rating" role="status">
        <p class="given">
          <Stars upTo={rating.rating} />
          <span>
            {rating.kept ? texts.rating.thanks : texts.rating.waiting}{" "}
            <span class="hidden-text">{texts.rating.names[rating.rating - 1]}</span>
          </span>
        </p>
        {mayBeRated(now.state, talk.nowMs()) && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              change({ rating: rating.rating, comment: rating.comment, skipped: false });
              setEditing(true);
            }}
          >
            {texts.rating.change}
          </button>
        )}
      </div>
    );
  }
  if (draft.skipped) {
    return (
      <div class="rating">
        <button type="button" class="plain" onClick={() => change({ ...draft, skipped: false })}>
          {texts.rating.later}
        </button>
      </div>
    );
  }
  return (
    <RatingForm
      {...part}
      draft={draft}
      change={change}
      onSent={() => {
        setEditing(false);
        setDraft({ rating: null, comment: "", skipped: false });
      }}
      onSkip={() => {
        setEditing(false);
        change({ rating: null, comment: "", skipped: rating === null });
      }}
    />
  );
}

interface FormProps extends TalkProps {
  draft: RatingDraft;
  change: (draft: RatingDraft) => void;
  onSent: () => void;
  onSkip: () => void;
}

function RatingForm({ talk, now, texts, formTexts, draft, change, onSent, onSkip }: FormProps) {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { rating, comment } = draft;
  // A choice makes room for words and buttons: they are brought into view.
  useEffect(() => {
    if (rating !== null) form.current?.scrollIntoView({ block: "nearest" });
  }, [rating]);
  const send = async () => {
    if (rating === null || sending) return;
    setSending(true);
    setProblem(null);
    // The answer may be long in coming when the line is gone; it is shown as on its way then.
    const refused = await Promise.race([talk.rate(rating, comment.trim()), talk.until(300)]);
    setSending(false);
    if (refused) setProblem(problemText(formTexts, refused.code));
    else onSent();
  };
  return (
    <form
      class="rating"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset>
        <legend>{texts.rating.question}</legend>
        <div class="stars" data-chosen={rating ?? 0}>
          {values.map((value) => (
            <label key={value} data-on={(rating !== null && value <= rating) || undefined}>
              <input
                type="radio"
                name="rating"
                value={value}
                checked={rating === value}
                aria-label={`${value}: ${texts.rating.names[value - 1]}`}
                onChange={() => change({ ...draft, rating: value })}
              />
              <Picture path={star} />
            </label>
          ))}
        </div>
        <p class="chosen" aria-hidden="true">
          {rating === null ? "\u00a0" : texts.rating.names[rating - 1]}
        </p>
      </fieldset>
      {rating !== null && (
        <label class="comment">
          <span>{texts.rating.comment}</span>
          <textarea
            rows={2}
            dir="auto"
            maxLength={commentCharsMax}
            value={comment}
            onInput={(event) => change({ ...draft, comment: event.currentTarget.value })}
          />
        </label>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="choices">
        <button type="button" class="plain" onClick={onSkip}>
          {now.rating ? texts.rating.keep : texts.rating.skip}
        </button>
        {rating !== null && (
          <button type="submit" class="primary" disabled={sending}>
            {texts.rating.send}
          </button>
        )}
      </div>
    </form>
  );
}

function Stars({ upTo }: { upTo: number }) {
  return (
    <span class="stars small" aria-hidden="true">
      {values.map((value) => (
        <span key={value} data-on={value <= upTo || undefined}>
          <Picture path={star} />
        </span>
      ))}
    </span>
  );
}
