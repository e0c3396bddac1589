import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./ui/kit.css";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/forced.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { FRESH_MS } from "./api/client";
import { isProblem, Problem } from "./api/problem";
import { meQuery } from "./api/session";
import { sessionEnded } from "./features/session/ended";
import { WhenAsked } from "./features/session/when-asked";
import { makeRouter } from "./routes/router";
import { showKeptDensity } from "./ui/density";
import { nonce } from "./ui/nonce";
import { resolver, theme } from "./ui/theme";

const TRIES = 3;

/** A session that ends in the middle of work is renewed over the page, which keeps what was typed. */
function watch(error: Error): void {
  const wasSignedIn = client.getQueryData(meQuery.queryKey) !== undefined;
  if (wasSignedIn && isProblem(error, "unauthenticated")) sessionEnded.tell(true);
}

/** What nobody answered is asked again; an answer is an answer. */
const mayRetry = (failures: number, error: Error): boolean =>
  failures < TRIES && error instanceof Problem && (error.isUnreachable || error.status >= 502);

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry: mayRetry, retryOnMount: ({ state }) => Date.now() - state.errorUpdatedAt > FRESH_MS },
    mutations: { retry: false },
  },
});
const router = makeRouter(client);
showKeptDensity();

createRoot(document.getElementById("root") as HTMLElement).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={resolver}
    getStyleNonce={() => nonce}
    defaultColorScheme="auto"
    colorSchemeManager={localStorageColorSchemeManager({ key: "dayshift.scheme" })}
  >
    <QueryClientProvider client={client}>
      <Notifications position="bottom-right" />
      <RouterProvider router={router} />
      <WhenAsked />
    </QueryClientProvider>
  </MantineProvider>,
);
