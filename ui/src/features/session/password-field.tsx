import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { words } from "./words";

/** A field for a password, whose text can be shown. That it is wrong, the kit tells those alone who see it. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput {...props} aria-invalid={Boolean(props.error)} visibilityToggleButtonProps={{ "aria-label": words.show }} />;
}
