// What stands where something could not be read: why, and the way to try again. Once the connection is back that happens by itself.

import { Button, Group, Text } from "@mantine/core";
import { errorText } from "./problems";

interface ReadProblemProps {
  error: Error;
  onRetry: () => void;
}

export function ReadProblem({ error, onRetry }: ReadProblemProps) {
  return (
    <Group role="alert" gap="xs" py={8}>
      <Text size="sm">{errorText(error)}</Text>
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        Try again
      </Button>
    </Group>
  );
}
