// On the bench: the way to the composer.
import { useText } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Section } from "../../ui/page.tsx";
import classes from "./composer.module.css";

export function ComposerPanel() {
  const t = useText();
  return (
    <Section id="compositeur" title={t("composer.title")}>
      <div className={classes.begin}>
        <p className={classes.help}>{t("composer.invitation")}</p>
        <LinkButton to="/compositeur" variant="default">
          {t("composer.open")}
        </LinkButton>
      </div>
    </Section>
  );
}
