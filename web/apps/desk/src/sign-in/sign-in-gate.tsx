// Asks the server who is signed in, and shows the sign-in page to nobody else than who is not.

import type { Agent } from "@holdfast/client";
import { ProblemError } from "@holdfast/client/desk";
import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { http } from "../desk/http";
import { DeskLoading } from "../desk/loading";
import { errorText } from "../desk/problems";
import { SignInPage } from "./sign-in-page";
import { meKey, type Who } from "./use-sign-out";

async function whoIsThere(): Promise<Who> {
  try {
    return { agent: (await http.me()).agent, reason: null };
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return { agent: null, reason: null };
    throw error;
  }
}

export function SignInGate({ children }: { children: (agent: Agent) => ReactNode }) {
  const who = useQuery({
    queryKey: meKey,
    queryFn: whoIsThere,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });
  if (who.isPending) return <DeskLoading interrupted={who.failureCount > 0} />;
  if (who.isError) {
    return (
      <Stack h="100%" align="center" justify="center" gap="sm" role="alert">
        <Text>{errorText(who.error)}</Text>
        <Button onClick={() => void who.refetch()}>Try again</Button>
      </Stack>
    );
  }
  return who.data.agent ? children(who.data.agent) : <SignInPage reason={who.data.reason} />;
}
