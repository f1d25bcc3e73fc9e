// The composer under the step that asks for it.
import { useText } from "../../ui/language.tsx";
import classes from "./composer.module.css";
import { Composer } from "./composer.tsx";

/** @param prefer devices that play in the run: a new rule begins with them. */
export function ComposerBeside({ prefer }: { readonly prefer: readonly string[] }) {
  const t = useText();
  return (
    <section className={classes.beside} aria-labelledby="compositeur-titre">
      <h3 id="compositeur-titre">{t("composer.title")}</h3>
      <Composer prefer={prefer} />
    </section>
  );
}
