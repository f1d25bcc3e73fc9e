// Mantine's theme: our paper tones, a pine green to act with, touch targets of 44 px.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { SteadyButton } from "../ui/steady-button.tsx";

const pine: MantineColorsTuple = [
  "#eef7f4",
  "#dcebe6",
  "#b7d8cf",
  "#8fc4b8",
  "#6cb1a3",
  "#4a9a8d",
  "#317f75",
  "#1f5b57",
  "#184a47",
  "#103835",
];
const amber: MantineColorsTuple = [
  "#fdf5e5",
  "#faecd2",
  "#f3d7a3",
  "#ecc071",
  "#e2a949",
  "#c98a22",
  "#a86a10",
  "#8a4b08",
  "#6e3b05",
  "#522b03",
];

/** Greys warmed to go with paper. */
const gray: MantineColorsTuple = [
  "#faf7f0",
  "#f3ede1",
  "#e6decf",
  "#d5cab7",
  "#bdb09a",
  "#9c8f7b",
  "#7b7062",
  "#635a4d",
  "#453e35",
  "#2a2520",
];
const dark: MantineColorsTuple = [
  "#f1eadf",
  "#b9af9f",
  "#a39988",
  "#7f7565",
  "#4a443b",
  "#3a352e",
  "#2e2a25",
  "#23201c",
  "#1e1b18",
  "#191714",
];

export const theme = createTheme({
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 7 },
  colors: { pine, amber, gray, dark },
  fontFamily: "var(--labo-sans)",
  fontFamilyMonospace: "var(--labo-mono)",
  headings: { fontFamily: "var(--labo-serif)", fontWeight: "600" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A long label takes a second line rather than the width of the page.
    Button: {
      defaultProps: { size: "md", component: SteadyButton },
      styles: {
        root: {
          display: "inline-flex",
          alignItems: "center",
          minHeight: "2.75rem",
          height: "auto",
          maxWidth: "100%",
          paddingBlock: "0.5rem",
        },
        inner: { width: "100%" },
        label: { whiteSpace: "normal", lineHeight: 1.3 },
      },
    },
    ActionIcon: { defaultProps: { size: 44 } },
    TextInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Switch: { defaultProps: { size: "md" } },
    Radio: { defaultProps: { size: "md" } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f5efe4",
    "--mantine-color-text": "#2a2520",
    "--mantine-color-default": "#fffdf8",
    "--mantine-color-default-border": "#9c8f7b",
    "--mantine-color-default-hover": "#f0e8d9",
    "--mantine-color-dimmed": "#635a4d",
    "--mantine-color-placeholder": "#6b6154",
    "--mantine-color-amber-light": "#faecd2",
    "--mantine-color-amber-light-color": "#6e3b05",
    "--mantine-color-pine-light": "#dcebe6",
    "--mantine-color-pine-light-color": "#184a47",
  },
  dark: {
    "--mantine-color-body": "#191714",
    "--mantine-color-text": "#f1eadf",
    "--mantine-color-default": "#2e2a25",
    "--mantine-color-default-border": "#7f7565",
    "--mantine-color-default-hover": "#3a352e",
    "--mantine-color-dimmed": "#b9af9f",
    "--mantine-color-placeholder": "#a89e8e",
    "--mantine-color-amber-light": "#40301a",
    "--mantine-color-amber-light-color": "#f3d7a3",
    "--mantine-color-pine-light": "#1f3b38",
    "--mantine-color-pine-light-color": "#b7d8cf",
    "--mantine-color-pine-filled": "#317f75",
    "--mantine-color-pine-filled-hover": "#2a6e65",
  },
});
