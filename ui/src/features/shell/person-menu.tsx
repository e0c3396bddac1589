import { Menu, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { preferencesQuery } from "@/api/preferences";
import { meQuery, signOut } from "@/api/session";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import { useAreKeysOn } from "@/ui/keys";
import { words as keyWords } from "./keys/words";
import styles from "./shell.module.css";
import { usePreferences } from "./use-preferences";
import { words } from "./words";

const SCHEMES = [
  { value: "light", label: words.light, icon: "sun" },
  { value: "dark", label: words.dark, icon: "moon" },
  { value: "auto", label: words.system, icon: "adjustments" },
] as const;

/** Oneself: how the pages look, and the way out. */
export function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const target = useRef<HTMLButtonElement>(null);
  const me = useQuery(meQuery);
  const { colorScheme } = useMantineColorScheme();
  const { change } = usePreferences();
  const areKeysOn = useAreKeysOn();
  const kept = useQuery(preferencesQuery).data;
  const navigate = useNavigate();
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: () => {
      client.clear();
      void navigate({ to: "/sign-in" });
    },
  });
  const help = () => {
    target.current?.focus(); // so that it comes back there
    onKeys();
  };
  const name = me.data?.name ?? "";

  return (
    <div className={styles.foot}>
      <Menu position="top-start" width={232} shadow="lg" withinPortal={false}>
        <Menu.Target>
          <button type="button" className={styles.person} ref={target}>
            <VisuallyHidden>{words.person}</VisuallyHidden>
            <Badge name={name} isRound />
            <span className={styles.grow}>
              <span className={`${styles.name} clip`}>{name}</span>
              {me.data?.is_admin && <span className={styles.sub}>{words.administrator}</span>}
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {SCHEMES.map((scheme) => (
            <Menu.Item
              key={scheme.value}
              leftSection={<Icon name={scheme.icon} />}
              rightSection={scheme.value === colorScheme && <Icon name="check" />}
              onClick={() => change({ theme: scheme.value })}
            >
              {scheme.label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.CheckboxItem
            checked={kept?.density === "compact"}
            onChange={(isCompact) => change({ density: isCompact ? "compact" : "comfortable" })}
          >
            {words.compact}
          </Menu.CheckboxItem>
          <Menu.CheckboxItem checked={kept?.home === "my"} onChange={(isMine) => change({ home: isMine ? "my" : null })}>
            {words.startAtMine}
          </Menu.CheckboxItem>
          <Menu.CheckboxItem checked={areKeysOn} onChange={(keys) => change({ keys })}>
            {keyWords.menu}
          </Menu.CheckboxItem>
          <Menu.Item leftSection={<Icon name="help" />} onClick={help}>
            {keyWords.help}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="key" />} onClick={() => void navigate({ to: "/me/keys" })}>
            {words.keys}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="logout" />} onClick={() => leaving.mutate()}>
            {words.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
