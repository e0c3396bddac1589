import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import type { JobsWanted, Show } from "@/api/jobs";
import { preferencesQuery } from "@/api/preferences";
import { Problem } from "@/api/problem";
import { projectQuery, projectsQuery } from "@/api/projects";
import { meQuery } from "@/api/session";
import { readSearch } from "@/features/executions/wanted";
import { readWhy } from "@/features/executions/why-search";
import { FailedPage, LoadingPage, NotFoundPage } from "@/ui/states";
import { readDialog, type DialogSearch } from "./dialogs";
import { PageFault } from "./fault";

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { next?: string } => ({ next: ownPath(search.next) }),
  component: lazyRouteComponent(() => import("./sign-in"), "SignInPage"),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/features/session/open-link"), "OpenLink"),
});

const terminal = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/terminal",
  validateSearch: (search): { flow: string } => ({ flow: String(search.flow ?? "none") }),
  component: lazyRouteComponent(() => import("./terminal"), "TerminalPage"),
  beforeLoad: requireSignIn,
});

/** Everything behind the sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: lazyRouteComponent(() => import("@/features/shell/shell"), "Shell"),
  beforeLoad: requireSignIn,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: async ({ context }) => {
    const [preferences, found] = await Promise.all([
      context.client.ensureQueryData(preferencesQuery),
      context.client.ensureInfiniteQueryData(projectsQuery),
    ]);
    if (preferences.home === "my") throw redirect({ to: "/my" });
    const [only, ...others] = found.pages[0]?.items ?? [];
    if (!only || others.length > 0) throw redirect({ to: "/projects" });
    const { role } = await context.client.ensureQueryData(projectQuery(only.name));
    if (role === "guest") throw redirect({ to: "/my" });
    throw redirect({ to: "/p/$p/jobs", params: { p: only.name } });
  },
});

const projects = createRoute({
  getParentRoute: () => inside,
  path: "/projects",
  component: lazyRouteComponent(() => import("@/features/projects/projects-page"), "ProjectsPage"),
});

const jobs = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/jobs",
  validateSearch: (search): DialogSearch & JobsWanted => ({ ...readDialog(search), ...readWanted(search) }),
  component: lazyRouteComponent(() => import("./jobs"), "JobsRoute"),
});

const myJobs = createRoute({
  getParentRoute: () => inside,
  path: "/my",
  component: lazyRouteComponent(() => import("@/features/my/my-jobs-page"), "MyJobsPage"),
});

const newJob = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/new-job",
  validateSearch: (search): { program?: string; from?: string } => texts(search, "program", "from"),
  component: lazyRouteComponent(() => import("@/features/jobs/editor/new-job-page"), "NewJobPage"),
});

const job = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/jobs/$job",
  validateSearch: (search): DialogSearch & { tab?: string } => ({
    ...readDialog(search),
    ...(typeof search.tab === "string" ? { tab: search.tab } : {}),
  }),
  component: lazyRouteComponent(() => import("./job"), "JobRoute"),
});

const runs = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/runs",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("@/features/executions/runs-page"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/runs/$id",
  validateSearch: (search): { tab?: string; try?: number } => ({
    ...(typeof search.tab === "string" && { tab: search.tab }),
    ...(typeof search.try === "number" && { try: search.try }),
  }),
  component: lazyRouteComponent(() => import("@/features/executions/run-page"), "RunPage"),
});

const why = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/why",
  validateSearch: readWhy,
  beforeLoad: ({ params, search }) => {
    const { run: id } = readWhy({ ...search });
    if (id !== undefined) throw redirect({ to: "/p/$p/runs/$id", params: { p: params.p, id: String(id) }, search: { tab: "why" } });
  },
  component: lazyRouteComponent(() => import("@/features/executions/why-page"), "WhyPage"),
});

const files = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/files/$",
  validateSearch: (search): { file?: string; q?: string } => texts(search, "file", "q"),
  component: lazyRouteComponent(() => import("@/features/files/files-page"), "FilesPage"),
});

const members = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/members",
  validateSearch: (search): { tab?: "people" | "invitations" | "tags" } =>
    search.tab === "invitations" || search.tab === "tags" || search.tab === "people" ? { tab: search.tab } : {},
  component: lazyRouteComponent(() => import("./members"), "MembersPage"),
});

const history = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/history",
  validateSearch: (search): { job?: string } => (typeof search.job === "string" ? { job: search.job } : {}),
  component: lazyRouteComponent(() => import("@/features/history/history-page"), "HistoryPage"),
});

const environments = createRoute({
  getParentRoute: () => inside,
  path: "/p/$p/settings/environments",
  validateSearch: (search): { environment?: string } =>
    typeof search.environment === "string" ? { environment: search.environment } : {},
  component: lazyRouteComponent(() => import("@/features/environments/environments-page"), "EnvironmentsPage"),
});

const keys = createRoute({
  getParentRoute: () => inside,
  path: "/me/keys",
  component: lazyRouteComponent(() => import("@/features/keys/keys-page"), "KeysPage"),
});

const tree = root.addChildren([
  signIn,
  terminal,
  link,
  inside.addChildren([home, projects, jobs, myJobs, newJob, job, runs, run, why, files, members, environments, history, keys]),
]);

const SHOWN = new Set(["scheduled", "failing", "mine"]);

function readWanted({ q, show, tag }: Record<string, unknown>): JobsWanted {
  return {
    ...(typeof q === "string" && q ? { q } : {}),
    ...(typeof show === "string" && SHOWN.has(show) ? { show: show as Show } : {}),
    ...(typeof tag === "string" && tag ? { tag } : {}),
  };
}

interface Opening {
  context: { client: QueryClient };
  location: { pathname: string; href: string };
}

/** Whoever is not signed in does that first, and then comes to where she wanted to go. */
async function requireSignIn({ context, location }: Opening): Promise<void> {
  try {
    await context.client.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.code === "setup_needed")) {
      throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
    }
    throw error;
  }
}

/** What these say in an address. A name like 2026 is read as a number there, and is a text all the same. */
function texts<K extends string>(search: Record<string, unknown>, ...names: K[]): { [name in K]?: string } {
  const found = names.filter((name) => ["string", "number", "boolean"].includes(typeof search[name]) && search[name] !== "");
  return Object.fromEntries(found.map((name) => [name, String(search[name])])) as { [name in K]?: string };
}

/** A path of this origin, or nothing: what somebody else wrote into an address leads nowhere else. */
function ownPath(next: unknown): string | undefined {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined;
}

/** The map of addresses. A route loads and lays out, nothing more. */
export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: "intent",
    defaultPendingComponent: LoadingPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: ({ error, reset }) =>
      error instanceof Problem ? <FailedPage error={error} onRetry={reset} /> : <PageFault error={error instanceof Error ? error : new Error(String(error))} />,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
