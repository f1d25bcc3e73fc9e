// The name of a fact or a field in the reader's language, with the specification's own word small beside it.
import { fieldName } from "#contract/fields.ts";
import classes from "./field-name.module.css";
import { useWords } from "./language.tsx";

export function FieldName({ id }: { readonly id: string }) {
  const name = useWords()(fieldName(id));
  return name.toLowerCase() === id.toLowerCase() ? (
    name
  ) : (
    <>
      {name} <code className={classes.id}>{id}</code>
    </>
  );
}
