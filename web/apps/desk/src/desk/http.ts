// The desk's HTTP calls over the browser's `fetch`.

import { deskHttp } from "@holdfast/client/desk";

export const http = deskHttp((path, init) =>
  fetch(path, { ...(init as RequestInit), credentials: "same-origin" }),
);
