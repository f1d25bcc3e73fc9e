// The words a new sheet begins with: the ten parts, each with what is known already and a question to its author.
import type { CandidateField } from "#contract/inspection.ts";
import type { Language } from "#contract/words.ts";

export const placeOf = ({ offset, length, type }: CandidateField): string =>
  type === "column" || length === 1 ? `${offset}` : `${offset}–${offset + length - 1}`;

/** What is known, ready to be put in: lines of Markdown, empty when nothing is. */
export interface KnownText {
  readonly title: string;
  /** Model, port, protocol, speed. */
  readonly device: readonly string[];
  /** What it measures. */
  readonly channels: readonly string[];
  /** How its bytes are cut, and the table of its fields. */
  readonly frame: readonly string[];
}

const yours = (text: string): string => `_${text}_`;

const parts = {
  fr: ({ device, channels, frame }: KnownText): readonly (readonly [string, readonly string[]])[] => [
    ["question", ["Que dit cet appareil, et à quoi peut-il servir?"]],
    [
      "in-a-sentence: En une phrase",
      [
        yours(
          "À toi d'écrire : que fait cet appareil? Une phrase, sans jargon, qu'on peut lire à voix haute.",
        ),
      ],
    ],
    [
      "see: À voir tout de suite",
      [
        "Ouvre la page de l'appareil sur le banc : ses valeurs, ses événements et ses octets y arrivent en direct.",
        ...channels,
      ],
    ],
    [
      "do: À faire et à remarquer",
      [
        "1. Approche ta main, souffle, couvre, penche : change une seule chose à la fois.",
        "2. Regarde quelle valeur bouge, et dans quel sens.",
        "3. Remets comme avant. Est-ce que la valeur revient?",
        "",
        yours("À toi d'écrire : la surprise que les gens remarqueront."),
      ],
    ],
    [
      "how: Comment ça marche?",
      [
        "![Une trame dessinée comme une rangée de cases, une par champ, larges comme leur nombre d'octets; les mesures sont en couleur, les constantes en gris.](images/trame.svg)",
        "",
        ...(frame.length > 0
          ? frame
          : [
              "Les octets de cet appareil n'ont pas encore été regardés : son inspecteur les découpe et propose des champs.",
            ]),
      ],
    ],
    [
      "numbers: Les chiffres utiles",
      [
        yours(
          "À toi d'écrire : les chiffres qui comptent pour cet appareil, chacun avec sa source, dans constants.yaml.",
        ),
      ],
    ],
    [
      "trouble: Ce qui dérange",
      [
        "- **Rien ne vient.** _Essaie :_ un autre câble, un autre port, une autre vitesse.",
        "- **Des valeurs impossibles.** _Essaie :_ compare avec un appareil connu, posé juste à côté.",
      ],
    ],
    [
      "museum: Dans un musée, un parc, un sentier",
      [yours("À toi d'écrire : trois idées pour le public, et une mauvaise idée dont on apprend.")],
    ],
    [
      "choose: Choisir et acheter",
      device.length > 0
        ? [...device, "", yours("À toi d'écrire : où on le trouve, et ce qui lui ressemble.")]
        : [yours("À toi d'écrire : son modèle, où on le trouve, et ce qui lui ressemble.")],
    ],
    [
      "care: Vie privée, accessibilité, sécurité",
      [
        "**Vie privée.** Que dit cet appareil des gens qui passent? Le moins possible, c'est bien.",
        "",
        "**Accessibilité.** Peut-on s'en servir assis, sans voir, sans entendre?",
        "",
        "**Sécurité.** Basse tension seulement, jamais de courant de la prise.",
      ],
    ],
    [
      "further: Pour aller plus loin",
      [yours("À toi d'écrire : la documentation du fabricant, et ce que tu n'as pas encore compris.")],
    ],
  ],
  en: ({ device, channels, frame }: KnownText): readonly (readonly [string, readonly string[]])[] => [
    ["question", ["What does this device say, and what could it be used for?"]],
    [
      "in-a-sentence: In a sentence",
      [yours("Yours to write: what does this device do? One sentence, no jargon, fit to be read aloud.")],
    ],
    [
      "see: See it now",
      [
        "Open the device's page on the bench: its values, its events and its bytes come in live.",
        ...channels,
      ],
    ],
    [
      "do: Try it and notice",
      [
        "1. Bring your hand near, blow, cover, tilt: change one thing at a time.",
        "2. See which value moves, and which way.",
        "3. Put everything back. Does the value come back too?",
        "",
        yours("Yours to write: the surprise people will notice."),
      ],
    ],
    [
      "how: How does it work?",
      [
        "![A frame drawn as a row of boxes, one for each field, as wide as its number of bytes; measurements are coloured, constants are grey.](images/trame.svg)",
        "",
        ...(frame.length > 0
          ? frame
          : [
              "The bytes of this device have not been looked at yet: its inspector cuts them up and proposes fields.",
            ]),
      ],
    ],
    [
      "numbers: Useful numbers",
      [
        yours(
          "Yours to write: the figures that matter for this device, each with its source, in constants.yaml.",
        ),
      ],
    ],
    [
      "trouble: What gets in the way",
      [
        "- **Nothing comes.** _Try:_ another cable, another port, another speed.",
        "- **Impossible values.** _Try:_ compare with a device you know, right beside it.",
      ],
    ],
    [
      "museum: In a museum, a park, on a trail",
      [yours("Yours to write: three ideas for visitors, and a bad idea worth learning from.")],
    ],
    [
      "choose: Choosing and buying",
      device.length > 0
        ? [...device, "", yours("Yours to write: where to find it, and what is like it.")]
        : [yours("Yours to write: its model, where to find it, and what is like it.")],
    ],
    [
      "care: Privacy, accessibility, safety",
      [
        "**Privacy.** What does this device tell of the people who pass? As little as possible is right.",
        "",
        "**Accessibility.** Can it be used sitting down, without seeing, without hearing?",
        "",
        "**Safety.** Low voltage only, never the mains.",
      ],
    ],
    [
      "further: Going further",
      [yours("Yours to write: the maker's documentation, and what you have not understood yet.")],
    ],
  ],
} as const satisfies Record<Language, unknown>;

/** `fr.md` or `en.md`, whole. */
export function skeletonText(language: Language, known: KnownText): string {
  const blocks = parts[language](known).map(([head, lines]) => `## ${head}\n\n${lines.join("\n")}\n`);
  return `# ${known.title}\n\n${blocks.join("\n")}`;
}
