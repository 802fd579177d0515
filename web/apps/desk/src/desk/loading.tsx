// What is shown until the first snapshot is here.

import { Loader, Stack, Text } from "@mantine/core";

export function DeskLoading({ interrupted = false, words = "Opening your desk…" }) {
  return (
    <Stack h="100%" align="center" justify="center" gap="sm" role="status">
      <Loader size="sm" />
      <Text c="dimmed" size="sm">
        {interrupted ? "The server cannot be reached. Trying again…" : words}
      </Text>
    </Stack>
  );
}
