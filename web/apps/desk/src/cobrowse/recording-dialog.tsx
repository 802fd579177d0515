// A recording of what a customer showed, played again.

import { Loader, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import classes from "./cobrowse.module.css";
import { mirrorAddress, useMirror } from "./use-mirror";

interface RecordingDialogProps {
  chat: string;
  file: string;
  onClose: () => void;
}

export default function RecordingDialog({ chat, file, onClose }: RecordingDialogProps) {
  const [text, setText] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { frame, tell } = useMirror((message) => {
    if (message.type === "ready") setReady(true);
    if (message.type === "shown") setShown(true);
    if (message.type === "failed") setProblem("This recording cannot be shown.");
  });
  useEffect(() => {
    let wanted = true;
    read(chat, file).then(
      (found) => wanted && setText(found),
      (error) => wanted && setProblem(errorText(error)),
    );
    return () => {
      wanted = false;
    };
  }, [chat, file]);
  useEffect(() => {
    if (ready && text !== null) tell({ type: "recording", text });
  }, [ready, text, tell]);
  return (
    <Modal opened onClose={onClose} title="Recording of co-browsing" size="min(1100px, 94vw)">
      <div className={classes.recording}>
        <iframe ref={frame} className={classes.frame} src={mirrorAddress} title="Recording of the page" />
        {problem !== null ? (
          <div className={classes.wait} role="alert">
            {problem}
          </div>
        ) : (
          !shown && (
            <div className={classes.wait} role="status">
              <Loader size="sm" aria-hidden="true" />
              Loading the recording…
            </div>
          )
        )}
      </div>
    </Modal>
  );
}

async function read(chat: string, file: string): Promise<string> {
  const { url } = await http.fileLink(chat, file);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.text();
}
