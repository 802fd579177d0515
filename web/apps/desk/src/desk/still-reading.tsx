// What stands in the place of something that is still being read from the server.

import { Loader, type MantineSize } from "@mantine/core";

interface StillReadingProps {
  /** As in "Reading articles". */
  what: string;
  size?: MantineSize;
}

export function StillReading({ what, size = "sm" }: StillReadingProps) {
  return <Loader size={size} role="status" aria-label={`Reading ${what}`} />;
}
