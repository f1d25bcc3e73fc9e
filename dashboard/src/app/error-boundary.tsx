// The last net: a page that broke says so and offers the way back, instead of going white.
import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useText } from "../ui/language.tsx";
import { Empty } from "../ui/page.tsx";

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useText();
  return (
    <main style={{ padding: "2rem 1rem" }}>
      <Empty title={t("broken.title")}>
        <p>{t("broken.text")}</p>
        <Button onClick={() => window.location.reload()}>{t("broken.reload")}</Button>
      </Empty>
    </main>
  );
}
