import { ActionIcon, Tooltip } from "@mantine/core";
import { Icon, type IconName } from "./icons/icon";

/** What one can do with a row, as an icon with its name. */
export function Act({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon name={icon} size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
