import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { common } from "@/words/common";

/** One hue means "you can act": shade 6 is `--brand` of tokens.css, the others lie around it. */
const brand: MantineColorsTuple = [
  "#f3f2fe", "#eceafc", "#d6d2f8", "#b3acf1", "#8f83ea", "#7060e2", "#5240d8", "#4431c4", "#392aa6", "#2d2284",
];

/** The kit's own greys of the dark scheme, from the lightest ink to the darkest surface: those of tokens.css. */
const dark: MantineColorsTuple = [
  "#eef0f6", "#bfc5d4", "#98a0b3", "#6b7489", "#373e4e", "#272c39", "#1e222d", "#171a23", "#12141c", "#101219",
];

// Lists open inside the dialog they belong to: a portal would leave it and every landmark. The list itself scrolls,
// so that assistive tools see one listbox and no nameless scroller.
const listed = {
  withScrollArea: false,
  styles: { options: { maxHeight: "min(340px, 46vh)", overflowY: "auto" } },
} as const;

// A dialog that were moved by a transform would cut off the lists that open in it, also after it has come to rest.
const APPEARS = { transition: "fade", duration: 150 } as const;

/** The kit, dressed in our tokens. */
export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: 6,
  colors: { brand, dark },
  defaultRadius: "md",
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  respectReducedMotion: true,
  fontSizes: { xs: "var(--fs-12)", sm: "var(--fs-13)", md: "var(--fs-14)", lg: "var(--fs-16)", xl: "var(--fs-18)" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  headings: { fontFamily: "var(--font-ui)", fontWeight: "620" },
  components: {
    InputWrapper: { styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } } },
    Combobox: { defaultProps: { withinPortal: false, floatingStrategy: "fixed", shadow: "md" } },
    Select: { defaultProps: { checkIconPosition: "right", ...listed } },
    Autocomplete: { defaultProps: listed },
    MultiSelect: { defaultProps: listed },
    TagsInput: { defaultProps: listed },
    Modal: {
      defaultProps: {
        radius: "lg",
        centered: true,
        attributes: { header: { role: "presentation" } }, // else it counts as one more banner of the page
        transitionProps: APPEARS,
        overlayProps: { backgroundOpacity: 0.45, color: "var(--scrim)" },
      },
    },
    ModalRoot: { defaultProps: { transitionProps: APPEARS } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } }, // a menu may hold nothing but its items
    Notification: { defaultProps: { closeButtonProps: { "aria-label": common.close } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: false } } },
  },
});

const shared = {
  "--mantine-color-body": "var(--bg-surface)",
  "--mantine-color-text": "var(--ink-1)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-default": "var(--bg-raised)",
  "--mantine-color-default-hover": "var(--bg-hover)",
  "--mantine-color-default-border": "var(--line-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-error": "var(--st-failed-fg)",
  "--mantine-color-brand-filled": "var(--brand)",
  "--mantine-color-brand-filled-hover": "var(--brand-hover)",
  "--mantine-color-anchor": "var(--brand-ink)",
};

/** The kit's own variables follow our tokens, which change with light and dark by themselves. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: { ...shared, "--mantine-color-dark-6": "var(--bg-raised)" }, // what the kit fills fields with
});
