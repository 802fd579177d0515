// The desk's outermost part: theme, routes, and the gate that asks who is there.

import { ProblemError } from "@holdfast/client/desk";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { DeskLoading } from "./desk/loading";
import { DeskProvider } from "./desk/provider";
import { DeskPlace } from "./shell/desk-place";
import { Shell } from "./shell/shell";
import { SignInGate } from "./sign-in/sign-in-gate";
import { theme } from "./theme";

/** What may pass is asked for again some times before it is told; what is refused for good is told at once. */
const retriesMax = 3;
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (failed, error) =>
        failed < retriesMax && !(error instanceof ProblemError && !error.problem.retry),
    },
  },
});
const colorSchemes = localStorageColorSchemeManager({ key: "holdfast.color-scheme" });
/** What the server put into the page: styles made by script are allowed only with it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

const Wallboard = lazy(() => import("./supervisor/wallboard"));
const Messages = lazy(() => import("./messages/messages"));
const Reports = lazy(() => import("./reports/reports"));
const Admin = lazy(() => import("./admin/admin"));

/** A place that is loaded when somebody goes there. */
function Lazy({ part }: { part: ReactNode }) {
  return (
    <Suspense
      fallback={
        <div style={{ flex: 1 }}>
          <DeskLoading words="Opening…" />
        </div>
      }
    >
      {part}
    </Suspense>
  );
}

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
                  <Route element={<Shell />}>
                    <Route path="/" element={<DeskPlace />} />
                    <Route path="/chat/:conversation" element={<DeskPlace />} />
                    <Route path="/wallboard" element={<Lazy part={<Wallboard />} />} />
                    <Route path="/messages" element={<Lazy part={<Messages />} />} />
                    <Route path="/reports/*" element={<Lazy part={<Reports />} />} />
                    <Route path="/admin/*" element={<Lazy part={<Admin />} />} />
                  </Route>
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
