import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { keysQuery, type Key } from "@/api/keys";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Empty, Failed, Loading } from "@/ui/states";
import { Table } from "@/ui/table";
import { KeyLine } from "./key-line";
import { KeyMade, type Made } from "./key-made";
import { NewKey } from "./new-key";
import { RenewKey } from "./renew-key";
import { RevokeKey } from "./revoke-key";
import { words } from "./words";

/** One's own keys. The text of a new one is kept in this page alone, until it was copied. */
export function KeysPage() {
  const [isMaking, making] = useDisclosure(false);
  const [made, setMade] = useState<Made>();
  const button = (
    <Button leftSection={<Icon name="plus" />} onClick={making.open}>
      {words.new.button}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={button}>
      {made && <KeyMade key={made.key.id} made={made} onDone={() => setMade(undefined)} />}
      <List newest={made?.key.id} onMade={setMade} newButton={button} />
      <NewKey opened={isMaking} onClose={making.close} onMade={setMade} />
    </Page>
  );
}

interface ListProps {
  newest: string | undefined;
  onMade: (made: Made) => void;
  newButton: ReactNode;
}

function List({ newest, onMade, newButton }: ListProps) {
  const keys = useQuery(keysQuery);
  const [renewing, setRenewing] = useState<Key>();
  const [revoking, setRevoking] = useState<Key>();
  if (keys.isPending) return <Loading rows={4} />;
  if (!keys.data) return <Failed error={keys.error} onRetry={() => void keys.refetch()} />;
  const { columns } = words;
  return (
    <>
      {keys.data.items.length === 0 ? (
        <Empty title={words.empty} actions={newButton}>
          {words.emptyText}
        </Empty>
      ) : (
        <Table label={words.title} columns={[columns.key, columns.may, columns.made, columns.ends, columns.actions]}>
          {keys.data.items.map((key) => (
            <KeyLine key={key.id} data={key} isNew={key.id === newest} onRenew={() => setRenewing(key)} onRevoke={() => setRevoking(key)} />
          ))}
        </Table>
      )}
      <RenewKey data={renewing} onClose={() => setRenewing(undefined)} onMade={onMade} />
      <RevokeKey data={revoking} onClose={() => setRevoking(undefined)} />
    </>
  );
}
