// Files on their way: how far each is, what went wrong, and the way to give it up.

import { CloseButton, Progress } from "@mantine/core";
import { useObservable } from "../desk/context";
import { problemText } from "../desk/problems";
import { bytesText } from "../format";
import { dropUpload, type Upload, uploads } from "./file-sending";
import classes from "./files.module.css";

const none: readonly Upload[] = [];

export function Uploads({ conversation }: { conversation: string }) {
  const all = useObservable(uploads)[conversation] ?? none;
  return all.map((upload) => <Row key={upload.id} conversation={conversation} upload={upload} />);
}

function Row({ conversation, upload }: { conversation: string; upload: Upload }) {
  const state = useObservable(upload.state);
  const { name, size } = upload.source;
  const failed = state.name === "failed";
  const sent = state.name === "sending" ? state.sent : size;
  return (
    <div className={classes.upload} data-failed={failed || undefined} role={failed ? "alert" : undefined}>
      <span className="clip">
        <strong>{name}</strong>{" "}
        <span className={`${classes.fileFacts} numbers`}>
          {failed
            ? problemText(state.problem)
            : state.name === "sending" && state.interrupted
              ? "Waiting for the connection…"
              : `${bytesText(sent)} of ${bytesText(size)}`}
        </span>
      </span>
      <CloseButton
        size="sm"
        aria-label={failed ? `Dismiss ${name}` : `Do not send ${name}`}
        onClick={() => dropUpload(conversation, upload)}
      />
      {!failed && (
        <Progress
          className={classes.uploadBar ?? ""}
          size={4}
          value={size > 0 ? (sent / size) * 100 : 0}
          aria-label={`${name} on its way`}
        />
      )}
    </div>
  );
}
