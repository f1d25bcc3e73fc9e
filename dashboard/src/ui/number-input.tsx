// A field for a number, written with the decimal sign of the language; the other sign, when typed, becomes it.
import { NumberInput as Field, type NumberInputProps } from "@mantine/core";
import { useLanguage } from "./language.tsx";

export function NumberInput(props: NumberInputProps) {
  const { language } = useLanguage();
  return (
    <Field
      decimalSeparator={language === "fr" ? "," : "."}
      allowedDecimalSeparators={[".", ","]}
      {...props}
    />
  );
}
