// What in a plan cannot work, or should be known, in words a trainer can act on. Pure; the editor asks it at each change.
import {
  addressOf,
  type BoardPlan,
  type Component,
  type PlanProblem,
  pinsOf,
  restingPins,
} from "#contract/board-plan.ts";
import type { Words } from "#contract/words.ts";
import { stripMilliamps, usbMilliamps } from "./currents.ts";
import { channelsOf, mostMilliampsOf } from "./plan.ts";

/** Of a device, in the contract. */
const mostChannels = 32;
const nbsp = "\u00a0";
/** Timer 1 makes the servos' pulses, timer 2 the piezo's tone: the PWM of their pins is gone meanwhile (ATmega328P). */
const servoPins = ["D9", "D10"];
const tonePins = ["D3", "D11"];
const addressesOf = { adxl345: ["0x53", "0x1d"], mpu6050: ["0x68", "0x69"] };

const stop = (component: Component | undefined, fr: string, en: string): PlanProblem =>
  problem("stop", component, fr, en);
const know = (component: Component | undefined, fr: string, en: string): PlanProblem =>
  problem("know", component, fr, en);
function problem(
  weight: PlanProblem["weight"],
  component: Component | undefined,
  fr: string,
  en: string,
): PlanProblem {
  const words: Words = { fr, en };
  return { weight, words, ...(component === undefined ? {} : { component: component.id }) };
}

/** Everything that is wrong, the first component concerned first; a plan without a `stop` can be wired. */
export function planProblems(plan: BoardPlan): PlanProblem[] {
  const { components } = plan;
  return [
    ...components.flatMap((component, index) => [
      ...sharedNames(component, components.slice(0, index)),
      ...sharedPins(component, components.slice(0, index)),
      ...sharedAddresses(component, components.slice(0, index)),
      ...takenTimers(component, components),
      ...onlyOne(component, components.slice(0, index)),
      ...ownOptions(component),
    ]),
    ...wholeBoard(plan),
  ];
}

/** May the plan be wired. */
export const isWirable = (problems: readonly PlanProblem[]): boolean =>
  problems.every(({ weight }) => weight !== "stop");

function sharedNames(component: Component, before: readonly Component[]): PlanProblem[] {
  return before.some(({ id }) => id === component.id)
    ? [
        stop(
          component,
          `Deux pièces portent le code «${nbsp}${component.id}${nbsp}».`,
          `Two parts have the code “${component.id}”.`,
        ),
      ]
    : [];
}

function sharedPins(component: Component, before: readonly Component[]): PlanProblem[] {
  const onBus = component.pin === "I2C";
  const pins = pinsOf(component).map(({ pin }) => pin);
  const twice = pins.find((pin, index) => pins.indexOf(pin) !== index);
  if (twice !== undefined)
    return [
      stop(
        component,
        `La broche ${twice} sert à deux couleurs à la fois.`,
        `Pin ${twice} serves two colours at once.`,
      ),
    ];
  for (const other of before) {
    // Parts on the bus share its two wires: that is what a bus is for.
    if (onBus && other.pin === "I2C") continue;
    const taken = pinsOf(other).find(({ pin }) => pins.includes(pin))?.pin;
    if (taken !== undefined)
      return [
        stop(
          component,
          `La broche ${taken} est déjà prise par «${nbsp}${other.name.fr}${nbsp}».`,
          `Pin ${taken} is already taken by “${other.name.en}”.`,
        ),
      ];
  }
  return [];
}

function sharedAddresses(component: Component, before: readonly Component[]): PlanProblem[] {
  const address = addressOf(component);
  if (address === undefined) return [];
  const other = before.find((one) => addressOf(one) === address);
  if (other === undefined) return [];
  const shown = `0x${address.toString(16)}`;
  return [
    stop(
      component,
      `L’adresse ${shown} est déjà celle de «${nbsp}${other.name.fr}${nbsp}».`,
      `Address ${shown} is already that of “${other.name.en}”.`,
    ),
  ];
}

function takenTimers(component: Component, all: readonly Component[]): PlanProblem[] {
  if (component.kind !== "led" && component.kind !== "rgb-led") return [];
  const pins = pinsOf(component).map(({ pin }) => pin);
  const taken = (kind: Component["kind"], of: readonly string[]) =>
    all.some((other) => other.kind === kind) ? pins.find((pin) => of.includes(pin)) : undefined;
  const byServo = taken("servo", servoPins);
  if (byServo !== undefined)
    return [
      stop(
        component,
        `Sur ${byServo}, la lumière ne peut pas varier tant qu’il y a un servomoteur${nbsp}: il prend la même horloge de la puce. Choisis D3, D5, D6 ou D11.`,
        `On ${byServo}, the light cannot be dimmed while there is a servo: it takes the same clock of the chip. Choose D3, D5, D6 or D11.`,
      ),
    ];
  const byTone = taken("piezo", tonePins);
  if (byTone !== undefined)
    return [
      stop(
        component,
        `Sur ${byTone}, la lumière ne peut pas varier tant qu’il y a un haut-parleur piézo${nbsp}: il prend la même horloge de la puce. Choisis D5, D6, D9 ou D10.`,
        `On ${byTone}, the light cannot be dimmed while there is a piezo speaker: it takes the same clock of the chip. Choose D5, D6, D9 or D10.`,
      ),
    ];
  return [];
}

function onlyOne(component: Component, before: readonly Component[]): PlanProblem[] {
  if (component.kind !== "strip" && component.kind !== "piezo") return [];
  if (!before.some(({ kind }) => kind === component.kind)) return [];
  return [
    component.kind === "strip"
      ? stop(component, "La carte ne mène qu’une bande à la fois.", "The board drives one strip at a time.")
      : stop(component, "La carte ne joue qu’une note à la fois.", "The board plays one note at a time."),
  ];
}

function ownOptions(component: Component): PlanProblem[] {
  switch (component.kind) {
    case "servo": {
      const { minAngle, maxAngle, minPulse, maxPulse } = component.options;
      return [
        ...(minAngle < maxAngle
          ? []
          : [
              stop(
                component,
                "Le plus petit angle doit être plus petit que le plus grand.",
                "The smallest angle must be smaller than the greatest.",
              ),
            ]),
        ...(minPulse < maxPulse
          ? []
          : [
              stop(
                component,
                "L’impulsion à 0° doit être plus courte que l’impulsion à 180°.",
                "The pulse at 0° must be shorter than the pulse at 180°.",
              ),
            ]),
      ];
    }
    case "accelerometer": {
      const { chip, address } = component.options;
      const fitting = addressesOf[chip];
      return fitting.includes(address)
        ? []
        : [
            stop(
              component,
              `Cette puce n’a que les adresses ${fitting.join(" et ")}.`,
              `This chip has the addresses ${fitting.join(" and ")} only.`,
            ),
          ];
    }
    case "relay": {
      const { pin, options } = component;
      const rests = !options.activeLow || restingPins.some((one) => one === pin);
      const list = (word: string) => `${restingPins.slice(0, -1).join(", ")} ${word} ${restingPins.at(-1)}`;
      return rests
        ? []
        : [
            know(
              component,
              `Avant que le banc lui parle, la carte met ${pin} au niveau bas${nbsp}: à chaque mise en marche, ce relais se ferme un instant. Sur ${list("ou")}, il reste au repos.`,
              `Before the bench speaks to it, the board puts ${pin} low: at each start this relay closes for a moment. On ${list("or")} it stays at rest.`,
            ),
          ];
    }
    case "strip": {
      const { pixels, mostMilliamps } = component.options;
      const full = stripMilliamps(3 * pixels);
      return full <= mostMilliamps
        ? []
        : [
            know(
              component,
              `Toute blanche, cette bande demanderait ${full}${nbsp}mA${nbsp}: la trousse l’assombrit pour ne pas dépasser ${mostMilliamps}${nbsp}mA.`,
              `All white, this strip would ask for ${full} mA: the kit dims it to stay within ${mostMilliamps} mA.`,
            ),
          ];
    }
    default:
      return [];
  }
}

const needsOurFirmware = ["sonar", "strip", "piezo"];

function wholeBoard(plan: BoardPlan): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (channelsOf(plan).length > mostChannels)
    problems.push(
      stop(
        undefined,
        `Ces pièces donnent plus de ${mostChannels} valeurs${nbsp}: retires-en une.`,
        `These parts give more than ${mostChannels} values: take one away.`,
      ),
    );
  const most = Math.round(mostMilliampsOf(plan));
  if (most > usbMilliamps)
    problems.push(
      know(
        undefined,
        `À la fois et au plus fort, ces pièces demanderaient ${most}${nbsp}mA; un port USB en donne ${usbMilliamps}. Donne leur propre alimentation aux servomoteurs et aux bandes, masses reliées.`,
        `Together and at full, these parts would ask for ${most} mA; a USB port gives ${usbMilliamps}. Give servos and strips their own supply, with the grounds joined.`,
      ),
    );
  const special = plan.components.filter(({ kind }) => needsOurFirmware.includes(kind));
  if (special.length > 0) {
    const list = (language: "fr" | "en") => special.map(({ name }) => name[language]).join(", ");
    problems.push(
      know(
        undefined,
        `Il faut le programme labo-firmata sur la carte pour${nbsp}: ${list("fr")}. StandardFirmata n’y suffit pas.`,
        `The board must run labo-firmata for: ${list("en")}. StandardFirmata cannot do it.`,
      ),
    );
  }
  return problems;
}
