// How long there is to answer, as a ring.

import { RingProgress, Text } from "@mantine/core";

interface CountdownProps {
  from: number;
  until: number;
  now: number;
  size?: number;
}

export function Countdown({ from, until, now, size = 58 }: CountdownProps) {
  const left = Math.max(0, until - now);
  const share = until > from ? Math.min(100, (left / (until - from)) * 100) : 0;
  const soon = left <= 10_000;
  return (
    <RingProgress
      size={size}
      thickness={5}
      roundCaps
      sections={[{ value: share, color: soon ? "orange.7" : "indigo.6" }]}
      label={
        <Text ta="center" fw={700} size="md" className="numbers">
          {Math.ceil(left / 1_000)}
        </Text>
      }
      role="timer"
      aria-label={`${Math.ceil(left / 1_000)} seconds to answer`}
    />
  );
}
