// What is shown until the first snapshot is here.

import { Loader, Stack, Text, VisuallyHidden } from "@mantine/core";

export function DeskLoading({ interrupted = false, words = "Opening your desk…" }) {
  return (
    <Stack h="100%" align="center" justify="center" gap="sm" role="status">
      <Loader size="sm" aria-hidden="true" />
      <Text c="dimmed" size="sm">
        {interrupted ? "The server cannot be reached. Trying again…" : words}
      </Text>
    </Stack>
  );
}

/** The same where there is nothing else on the page yet. */
export function OpeningPage({ interrupted = false }) {
  return (
    <main style={{ height: "100%" }}>
      <VisuallyHidden component="h1">Desk</VisuallyHidden>
      <DeskLoading interrupted={interrupted} />
    </main>
  );
}
