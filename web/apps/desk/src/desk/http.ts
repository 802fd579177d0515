// The desk's HTTP calls over the browser's `fetch`.

import { uploadAnswerWithinMs } from "@holdfast/client";
import { deskHttp } from "@holdfast/client/desk";

export const http = deskHttp((path, init) => {
  const signal = path.startsWith("/api/uploads/") ? AbortSignal.timeout(uploadAnswerWithinMs) : null;
  return fetch(path, { ...(init as RequestInit), credentials: "same-origin", signal });
});
