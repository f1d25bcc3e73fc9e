// What one may ask of the library: words, kind of device, level, time, place, and what can be done now.
import { NativeSelect, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { levels, settings } from "#contract/sheets.ts";
import { families } from "../../ui/families.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { durations, type Filters } from "./filters.ts";
import classes from "./library.module.css";

export function FilterBar({
  filters,
  onAsk,
  isAway,
  isSheets,
  describedBy,
}: {
  readonly filters: Filters;
  readonly onAsk: (change: Partial<Filters>) => void;
  readonly isAway: boolean;
  readonly isSheets: boolean;
  /** Id of the line that says how many were found. */
  readonly describedBy: string;
}) {
  const t = useText();
  const { language } = useLanguage();
  // The address follows in its own time, and would take back letters typed meanwhile.
  const [typed, setTyped] = useState<string>();
  const words = typed ?? filters.words;
  const any = { value: "", label: t("library.any") };
  const picked = <T extends string | number>(list: readonly T[], value: string): T | undefined =>
    list.find((one) => String(one) === value);
  return (
    <search className={classes.bar}>
      <TextInput
        type="search"
        className={classes.words ?? ""}
        label={t("library.words")}
        placeholder={t("library.wordsExample")}
        value={words}
        maxLength={100}
        aria-describedby={describedBy}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onAsk({ words: event.currentTarget.value });
        }}
        onBlur={() => setTyped(undefined)}
      />
      <NativeSelect
        label={t("library.family")}
        value={filters.family ?? ""}
        onChange={(event) => onAsk({ family: picked(families, event.currentTarget.value) })}
        data={[any, ...families.map((value) => ({ value, label: t(`family.${value}`) }))]}
      />
      <NativeSelect
        label={t("library.level")}
        value={filters.level ?? ""}
        onChange={(event) => onAsk({ level: picked(levels, event.currentTarget.value) })}
        data={[any, ...levels.map((value) => ({ value, label: t(`level.${value}`) }))]}
      />
      <NativeSelect
        label={t("library.minutes")}
        value={filters.minutes ?? ""}
        onChange={(event) => onAsk({ minutes: picked(durations, event.currentTarget.value) })}
        data={[
          any,
          ...durations.map((value) => ({
            value: String(value),
            label: t("library.atMost", { time: withUnit(language, formatNumber(language, value), "min") }),
          })),
        ]}
      />
      {!isSheets && (
        <NativeSelect
          label={t("library.setting")}
          value={filters.setting ?? ""}
          onChange={(event) => onAsk({ setting: picked(settings, event.currentTarget.value) })}
          data={[any, ...settings.map((value) => ({ value, label: t(`setting.${value}`) }))]}
        />
      )}
      <Switch
        className={classes.now ?? ""}
        classNames={{ label: classes.nowLabel ?? "" }}
        label={t("library.now")}
        description={isAway ? t("library.nowAway") : undefined}
        checked={filters.now && !isAway}
        disabled={isAway}
        onChange={(event) => onAsk({ now: event.currentTarget.checked })}
      />
    </search>
  );
}
