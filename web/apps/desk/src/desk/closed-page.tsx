// The server ended the connection for good: why, and the way back.

import { Button, Stack, Text, Title } from "@mantine/core";

const reasons: Record<string, string> = {
  replaced: "This desk was opened again somewhere else, so it was closed here.",
  too_many: "You have more desks open than are allowed at once. Close one and open this again.",
  bad_frame: "Server and desk did not understand each other. A newer version of the desk may be there.",
};

export function ClosedPage({ reason }: { reason: string }) {
  return (
    <Stack h="100%" align="center" justify="center" gap="sm" role="alert" px="md">
      <Title order={2} size="h3">
        This desk is closed
      </Title>
      <Text c="dimmed" ta="center" maw={440}>
        {reasons[reason] ?? `The server closed the connection (${reason}).`} What you typed is kept.
      </Text>
      <Button mt="xs" onClick={() => location.reload()}>
        Open here
      </Button>
    </Stack>
  );
}
