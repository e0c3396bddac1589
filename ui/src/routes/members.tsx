import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { projectQuery } from "@/api/projects";
import { AddPeople } from "@/features/members/add-people";
import { InvitationsTab } from "@/features/members/invitations-tab";
import { PeopleTab } from "@/features/members/people-tab";
import { words } from "@/features/members/words";
import { TagsTab } from "@/features/sharing/tags-tab";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { FailedPage, LoadingPage } from "@/ui/states";
import { SubTabs } from "@/ui/sub-tabs";

const route = getRouteApi("/inside/p/$p/members");

/** Who may do what in a project: its members, the links that make some, and what is shared by tags. */
export function MembersPage() {
  const { p } = route.useParams();
  const { tab = "people" } = route.useSearch();
  const project = useQuery(projectQuery(p));
  const [isAdding, adding] = useDisclosure(false);
  if (project.isPending) return <LoadingPage />;
  if (!project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  const isMine = project.data.role === "owner";
  const to = `/p/${p}/members`;
  const tabs = (["people", "invitations", "tags"] as const).map((name) => ({ label: words.tabs[name], to, search: { tab: name } }));
  return (
    <Page
      title={words.title}
      lead={words.leads[tab]}
      crumbs={[{ label: p, to: `/p/${p}/jobs` }]}
      tabs={isMine && <SubTabs label={words.tabs.label} tabs={tabs} open={tab} />}
      actions={
        isMine &&
        tab !== "tags" && (
          <Button leftSection={<Icon name="user-plus" />} onClick={adding.open}>
            {words.add.button}
          </Button>
        )
      }
    >
      {tab === "invitations" && <InvitationsTab p={p} zone={project.data.tz} />}
      {tab === "tags" && <TagsTab p={p} />}
      {tab === "people" && <PeopleTab p={p} isMine={isMine} />}
      {isMine && <AddPeople p={p} zone={project.data.tz} opened={isAdding} onClose={adding.close} />}
    </Page>
  );
}
