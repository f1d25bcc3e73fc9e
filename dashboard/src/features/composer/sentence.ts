// A rule said in one sentence: « Quand… si… alors… sinon… », in the language of the page.
import type { RuleAction, RuleForm } from "#contract/rules.ts";
import { useTagName } from "../../live/tags-on-reader.tsx";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { capabilityOf, channelOf, type Devices, unitOf } from "./view-model.ts";

/** The parts of a sentence, each for one card. */
export interface Sentence {
  readonly when: string;
  readonly condition?: string | undefined;
  readonly does: string;
  readonly otherwise?: string | undefined;
  readonly rest?: string | undefined;
}

/** @returns a way to say any rule. */
export function useSentence(devices: Devices): (rule: RuleForm) => Sentence {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const tagName = useTagName();
  const decimalsOf = (value: number) => Math.min(2, (String(value).split(".")[1] ?? "").length);
  const number = (value: number, unit: string) =>
    withUnit(language, formatNumber(language, value, decimalsOf(value)), unit);
  const deviceName = (id: string) => {
    const name = devices[id]?.device.name;
    return name === undefined ? id : words(name);
  };
  const channelName = (device: string, channel: string) => {
    const name = channelOf(devices, device, channel)?.name;
    return name === undefined ? channel : words(name);
  };
  const range = (device: string, channel: string, min: number | undefined, max: number | undefined) => {
    const unit = unitOf(channelOf(devices, device, channel));
    if (min !== undefined && max !== undefined)
      return t("composer.between", { min: number(min, unit), max: number(max, unit) });
    if (max !== undefined) return t("composer.below", { value: number(max, unit) });
    return min === undefined ? t("composer.anything") : t("composer.above", { value: number(min, unit) });
  };
  const one = (action: RuleAction) => {
    const capability = capabilityOf(devices, action);
    const args = (capability?.arguments ?? []).map((argument) => {
      const value = action.args[argument.name];
      const shown =
        argument.type === "number"
          ? number(Number(value), argument.unit)
          : argument.type === "choice"
            ? words(argument.choices.find((choice) => choice.value === value)?.label ?? argument.label)
            : t("composer.quoted", { text: String(value) });
      return `${words(argument.label).toLocaleLowerCase(language)} ${shown}`;
    });
    const label = capability === undefined ? action.command : words(capability.label);
    return `${label} (${args.length === 0 ? deviceName(action.device) : args.join(", ")})`;
  };
  const several = (actions: readonly RuleAction[]) => new Intl.ListFormat(language).format(actions.map(one));

  return (rule) => {
    if (rule.kind === "mapping") {
      const { input, output, rest } = rule;
      const unit = unitOf(channelOf(devices, input.device, input.channel));
      const argument = capabilityOf(devices, output)?.arguments.find(({ name }) => name === output.argument);
      const outUnit = argument?.type === "number" ? argument.unit : "";
      const label = capabilityOf(devices, output)?.label;
      return {
        when: t("composer.say.while", {
          channel: channelName(input.device, input.channel),
          device: deviceName(input.device),
          from: number(input.from, unit),
          to: number(input.to, unit),
        }),
        does: t("composer.say.follows", {
          what: label === undefined ? output.command : words(label),
          from: number(output.from, outUnit),
          to: number(output.to, outUnit),
        }),
        rest:
          rest === undefined
            ? undefined
            : t("composer.say.restValue", {
                value: number(rest.value, outUnit),
                time: number(rest.afterSeconds, "s"),
              }),
      };
    }
    const { input, condition, does, otherwise, rest, until } = rule;
    const { trigger } = input;
    const device = deviceName(input.device);
    const when =
      trigger.type === "tag"
        ? t("composer.say.tag", { device })
        : trigger.type === "button"
          ? t("composer.say.button", { name: channelName(input.device, trigger.channel), device })
          : trigger.type === "zone"
            ? t("composer.say.zone", { device, zone: t(`zone.${trigger.zone}`) })
            : t("composer.say.value", {
                channel: channelName(input.device, trigger.channel),
                device,
                range: range(input.device, trigger.channel, trigger.min, trigger.max),
              });
    return {
      when,
      condition:
        condition.type === "always"
          ? undefined
          : condition.type === "known-tag"
            ? t("composer.say.known")
            : condition.type === "tags"
              ? t("composer.say.tags", {
                  tags: new Intl.ListFormat(language, { type: "disjunction" }).format(
                    condition.tags.map(tagName),
                  ),
                })
              : t("composer.say.holds", {
                  channel: channelName(condition.device, condition.channel),
                  range: range(condition.device, condition.channel, condition.min, condition.max),
                }),
      does: t("composer.say.then", { what: several(does) }),
      otherwise:
        otherwise.length === 0 ? undefined : t("composer.say.otherwise", { what: several(otherwise) }),
      rest:
        rest.length === 0
          ? undefined
          : until === undefined
            ? t("composer.say.restOff", { what: several(rest) })
            : t(until.from === "end" ? "composer.say.restEnd" : "composer.say.restStart", {
                time: number(until.seconds, "s"),
                what: several(rest),
              }),
    };
  };
}

/** As one sentence. */
export const inOne = ({ when, condition, does, otherwise, rest }: Sentence): string =>
  `${[when, condition, does, otherwise].filter((part) => part !== undefined).join(", ")}.${rest === undefined ? "" : ` ${rest}.`}`;
