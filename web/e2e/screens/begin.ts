// Before the first picture: those of an earlier run go.

import { emptyFolder } from "./camera";

export default function begin(): void {
  if (!process.env.HOLDFAST_SCREENS_ONLY) emptyFolder();
}
