import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { tagsQuery } from "@/api/tags";
import { Icon } from "@/ui/icons/icon";
import { Empty, Failed, Loading } from "@/ui/states";
import { Cell, Row, Table } from "@/ui/table";
import styles from "./sharing.module.css";
import { TagDialog } from "./tag-dialog";
import { words } from "./words";

const { tagPage } = words;

/** The tags of a project: what is given by one holds for every job that bears it, now and later. */
export function TagsTab({ p }: { p: string }) {
  const tags = useQuery(tagsQuery(p));
  const [tag, setTag] = useState<string>();
  if (tags.isPending) return <Loading rows={4} />;
  if (!tags.data) return <Failed error={tags.error} onRetry={() => void tags.refetch()} />;
  const rows = tags.data.items;
  return (
    <>
      {rows.length === 0 ? (
        <Empty title={tagPage.empty}>{tagPage.emptyText}</Empty>
      ) : (
        <Table label={tagPage.label} columns={[tagPage.columns.tag, tagPage.columns.jobs, tagPage.columns.actions]}>
          {rows.map((row) => (
            <Row key={row.tag}>
              <Cell>
                <span className={styles.tag}>
                  <Icon name="tag" size={13} /> {row.tag}
                </span>
              </Cell>
              <Cell>
                {tagPage.count(row.jobs)} <span className="dim small">{tagPage.later}</span>
              </Cell>
              <Cell className={styles.rowActions}>
                <Button size="xs" variant="default" aria-label={tagPage.openOf(row.tag)} onClick={() => setTag(row.tag)}>
                  {tagPage.open}
                </Button>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <NewTag onOpen={setTag} />
      <TagDialog p={p} tag={tag} jobs={rows.find((row) => row.tag === tag)?.jobs ?? 0} onClose={() => setTag(undefined)} />
    </>
  );
}

const TAG = /^[a-z0-9][a-z0-9_-]{0,39}$/;

function NewTag({ onOpen }: { onOpen: (tag: string) => void }) {
  const [name, setName] = useState("");
  const [isWrong, setWrong] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const isTag = TAG.test(name.trim());
    setWrong(!isTag);
    if (isTag) onOpen(name.trim());
  }

  return (
    <form onSubmit={submit} noValidate className={styles.newTag}>
      <TextInput
        label={tagPage.new}
        error={isWrong && tagPage.newHint}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.currentTarget.value.toLowerCase())}
      />
      <Button type="submit" variant="default" disabled={name.trim() === ""}>
        {tagPage.newButton}
      </Button>
    </form>
  );
}
