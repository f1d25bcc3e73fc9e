// A link inside the app, plain or drawn as a button.
import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { Detour } from "./detour.tsx";

export { RouterLink as Link };

export function LinkButton({
  to,
  children,
  ...props
}: ButtonProps & { readonly to: string; readonly children: ReactNode }) {
  return (
    <Button component={Detour} to={to} {...props}>
      {children}
    </Button>
  );
}
