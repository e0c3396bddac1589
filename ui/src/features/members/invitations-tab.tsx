import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { invitationsQuery, withdraw, type Invitation } from "@/api/members";
import { Moment } from "@/ui/moment";
import { notifyOf } from "@/ui/notify";
import { Empty, Failed, Loading } from "@/ui/states";
import { Cell, Row, Table } from "@/ui/table";
import styles from "./members.module.css";
import { words } from "./words";

const { invitations: said } = words;

/** The links that nobody has used yet. */
export function InvitationsTab({ p, zone }: { p: string; zone: string }) {
  const found = useQuery(invitationsQuery(p));
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.items.length === 0) return <Empty title={said.empty}>{said.emptyText}</Empty>;
  return (
    <Table label={said.label} columns={[said.columns.role, said.columns.by, said.columns.ends, said.columns.actions]}>
      {found.data.items.map((invitation) => (
        <Line key={invitation.id} p={p} zone={zone} invitation={invitation} />
      ))}
    </Table>
  );
}

function Line({ p, zone, invitation }: { p: string; zone: string; invitation: Invitation }) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => withdraw(p, invitation.id),
    onSuccess: () => {
      notifications.show({ message: said.revoked });
      return client.invalidateQueries(invitationsQuery(p));
    },
    onError: notifyOf,
  });
  const role = words.roles[invitation.role];
  return (
    <Row>
      <Cell>{role}</Cell>
      <Cell>{invitation.invited_by}</Cell>
      <Cell>
        <Moment at={invitation.ends_at} zone={zone} isRelative />
      </Cell>
      <Cell className={styles.actions}>
        <Button size="xs" variant="default" aria-label={said.revokeOf(role, invitation.invited_by)} loading={revoking.isPending} onClick={() => revoking.mutate()}>
          {said.revoke}
        </Button>
      </Cell>
    </Row>
  );
}
