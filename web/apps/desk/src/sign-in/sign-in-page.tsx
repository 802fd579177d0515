// The sign-in page.

import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { Brand } from "../shell/brand";
import classes from "./sign-in.module.css";
import { meKey, type Who } from "./use-sign-out";

export function SignInPage({ reason }: { reason: string | null }) {
  const queries = useQueryClient();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "", password: "" },
    validate: {
      name: (name) => (name.trim() === "" ? "Enter your name" : null),
      password: (password) => (password === "" ? "Enter your password" : null),
    },
  });
  const signIn = useMutation({
    mutationFn: (values: { name: string; password: string }) =>
      http.signIn(values.name.trim(), values.password),
    onSuccess: (me) => queries.setQueryData<Who>(meKey, { agent: me.agent, reason: null }),
  });
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Brand size="large" />
        <Paper className={classes.card} withBorder>
          <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
            <Stack gap="md">
              <div>
                <Title order={1} size="h3">
                  Sign in
                </Title>
                <Text c="dimmed" size="sm" mt={4}>
                  Your chats, drafts and notes are where you left them.
                </Text>
              </div>
              {reason && !signIn.isError && (
                <Alert color="blue" role="status">
                  {reason}
                </Alert>
              )}
              {signIn.isError && (
                <Alert color="red" role="alert">
                  {errorText(signIn.error)}
                </Alert>
              )}
              <TextInput
                label="Name"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                data-autofocus
                autoFocus
                size="md"
                key={form.key("name")}
                {...form.getInputProps("name")}
              />
              <PasswordInput
                label="Password"
                autoComplete="current-password"
                maxLength={200}
                size="md"
                key={form.key("password")}
                {...form.getInputProps("password")}
              />
              <Button type="submit" size="md" loading={signIn.isPending} mt={4}>
                Sign in
              </Button>
            </Stack>
          </form>
        </Paper>
      </div>
    </main>
  );
}
