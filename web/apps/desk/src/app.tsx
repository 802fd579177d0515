// The desk's outermost part: theme, routes, and the gate that asks who is there.

import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { DeskProvider } from "./desk/provider";
import { Shell } from "./shell/shell";
import { SignInGate } from "./sign-in/sign-in-gate";
import { theme } from "./theme";

const queries = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } });
const colorSchemes = localStorageColorSchemeManager({ key: "holdfast.color-scheme" });
/** What the server put into the page: styles made by script are allowed only with it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" limit={4} autoClose={8000} />
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/desk">
          <SignInGate>
            {(agent) => (
              <DeskProvider key={agent.id} agent={agent}>
                <Routes>
                  <Route path="/" element={<Shell />} />
                  <Route path="/chat/:conversation" element={<Shell />} />
                  <Route path="*" element={<Navigate to="/" replace />} />
                </Routes>
              </DeskProvider>
            )}
          </SignInGate>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
