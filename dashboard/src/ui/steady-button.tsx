// What Mantine's buttons are drawn as: one that takes no press for a moment keeps the focus. A browser lets the focus go
// from a disabled button, and whoever works by keyboard would be nowhere until the answer has come.
import { type ComponentProps, type MouseEvent, useState } from "react";

export function SteadyButton({
  disabled = false,
  type = "button",
  onClick,
  onFocus,
  onBlur,
  ...others
}: ComponentProps<"button">) {
  const [isFocused, setFocused] = useState(false);
  return (
    <button
      {...others}
      type={type}
      disabled={disabled && !isFocused}
      aria-disabled={disabled || undefined}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        // Enter in a field presses the button of its form: that is no way round either.
        if (disabled) event.preventDefault();
        else onClick?.(event);
      }}
      onFocus={(event) => {
        setFocused(true);
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setFocused(false);
        onBlur?.(event);
      }}
    />
  );
}
