import { ActionIcon, Button, type ActionIconProps, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AriaAttributes, Ref } from "react";

type Anchor<P> = P & AriaAttributes & { ref?: Ref<HTMLAnchorElement> };

/** A link that looks like a button: it leads to an address, which is checked as all addresses are. */
export const LinkButton = createLink((props: Anchor<ButtonProps>) => <Button component="a" {...props} />);

/** The same as an icon; it needs an aria-label. */
export const LinkIcon = createLink((props: Anchor<ActionIconProps>) => <ActionIcon component="a" {...props} />);
