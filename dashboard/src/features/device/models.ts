// What each model is, in a sentence or two, for the devices that no sheet explains yet.
import type { Words } from "#contract/words.ts";

const models: Readonly<Record<string, Words>> = {
  bthome: {
    fr: "Un capteur qui parle BTHome, un format ouvert que des marques et des bricoleurs partagent : chaque mesure y porte son numéro, et les boutons aussi.",
    en: "A sensor that speaks BTHome, an open format shared by makers and tinkerers: each measurement carries its own number, and so do buttons.",
  },
  "xiaomi-thermometer": {
    fr: "Le petit thermomètre carré de Xiaomi, avec un micrologiciel ouvert écrit par des passionnés. Il annonce ses mesures à qui veut les entendre.",
    en: "Xiaomi’s little square thermometer, running open firmware written by enthusiasts. It calls out its measurements to whoever listens.",
  },
  mibeacon: {
    fr: "Un appareil de Xiaomi : thermomètre, capteur de plante ou de porte. Il dit une chose à la fois, parfois chiffrée.",
    en: "A Xiaomi device: a thermometer, a plant or a door sensor. It says one thing at a time, sometimes encrypted.",
  },
  minew: {
    fr: "Une balise Minew, de celles qui suivent du matériel dans un entrepôt ou une exposition, avec ses propres capteurs.",
    en: "A Minew beacon, of the kind that keeps track of equipment in a warehouse or an exhibition, with sensors of its own.",
  },
  switchbot: {
    fr: "Un capteur SwitchBot de la maison branchée. Ici, il se lit sans application et sans compte.",
    en: "A SwitchBot sensor from the smart home. Here it is read with no app and no account.",
  },
  sensirion: {
    fr: "Un capteur de l’air signé Sensirion, la maison qui fabrique les puces de bien d’autres thermomètres.",
    en: "An air sensor by Sensirion, who make the chips inside many other thermometers.",
  },
  "ruuvi-air": {
    fr: "Un capteur de la qualité de l’air de Ruuvi : poussières fines, gaz carbonique, composés volatils.",
    en: "An air-quality sensor by Ruuvi: fine dust, carbon dioxide, volatile compounds.",
  },
  espruino: {
    fr: "Une petite carte qui exécute du JavaScript (Puck.js, Pixl.js, Bangle.js) et dit ce que son programme veut.",
    en: "A little board that runs JavaScript (Puck.js, Pixl.js, Bangle.js) and says what its program wants to say.",
  },
  microbit: {
    fr: "Une carte pour apprendre à programmer : deux boutons, vingt-cinq lampes, et de quoi sentir qu’on la penche, qu’on la tourne ou qu’on la réchauffe.",
    en: "A board made for learning to program: two buttons, twenty-five lamps, and the sense of being tilted, turned or warmed.",
  },
  "environment-sensor": {
    fr: "Un capteur qui range ses mesures derrière le service d’environnement de Bluetooth : le banc se relie à lui et les lui demande.",
    en: "A sensor that keeps its measurements behind Bluetooth’s environmental service: the bench connects and asks for them.",
  },
  "heart-rate-sensor": {
    fr: "Une ceinture ou un bracelet qui compte les battements du cœur. Ce qu’il dit appartient à la personne qui le porte.",
    en: "A belt or wristband that counts heartbeats. What it says belongs to the person who wears it.",
  },
  "uart-board": {
    fr: "Une carte qui écrit des lignes par radio, comme d’autres sur un câble.",
    en: "A board that writes lines over the air, as others do over a cable.",
  },
  "ble-board": {
    fr: "Une carte Bluetooth que le banc ne reconnaît pas tout à fait. Ce qu’elle offre de connu est lu.",
    en: "A Bluetooth board the bench does not quite recognise. Whatever it offers that is known is read.",
  },
  "em4100-reader": {
    fr: "Un lecteur de 125 kHz : les étiquettes d’immeuble, de vestiaire ou d’animal. Elles n’ont qu’un numéro, toujours le même.",
    en: "A 125 kHz reader: tags of buildings, cloakrooms and pets. They have one number, always the same.",
  },
  pn532: {
    fr: "Un lecteur NFC que le banc conduit lui-même. Il lit les liens et les textes des étiquettes, et peut en écrire.",
    en: "An NFC reader that the bench drives by itself. It reads links and texts from tags, and can write them.",
  },
  "keyboard-reader": {
    fr: "Un lecteur qui se fait passer pour un clavier : il tape le numéro de l’étiquette dans la page qui a le curseur.",
    en: "A reader that passes for a keyboard: it types the tag’s number into the page that has the cursor.",
  },
  "nexmosphere-controller": {
    fr: "Un boîtier Nexmosphere, de ceux des vitrines où l’on prend un objet pour en savoir plus.",
    en: "A Nexmosphere controller, as found in displays where you pick up an object to learn about it.",
  },
  "gps-receiver": {
    fr: "Un récepteur GPS. Il écoute les satellites et écrit sa position en phrases, une par ligne.",
    en: "A GPS receiver. It listens to satellites and writes its position in sentences, one per line.",
  },
  "serial-unknown": {
    fr: "Quelque chose est branché là, et le banc ne reconnaît pas encore ce qui en sort.",
    en: "Something is plugged in there, and the bench does not recognise what comes out of it yet.",
  },
  phone: {
    fr: "Un téléphone prêté le temps d’une page ouverte. La personne à qui il appartient choisit ce qu’il dit, et peut l’arrêter à tout moment.",
    en: "A phone lent for as long as a page is open. Its owner chooses what it says, and can stop it at any moment.",
  },
  "code-pages": {
    fr: "Les pages ouvertes par leur code imprimé. Le banc compte les visites, et rien d’autre.",
    en: "Pages opened by their printed codes. The bench counts the visits, and nothing else.",
  },
  "visit-notebook": {
    fr: "Les haltes de chaque étiquette, sous un pseudonyme du moment. Rien n’est écrit sur le disque, et tout s’efface d’un geste.",
    en: "The stops of each tag, under a pseudonym of the moment. Nothing is written to disk, and all of it is erased in one gesture.",
  },
  "rule-composer": {
    fr: "Les règles que tu as composées. Il écoute les appareils du banc et leur parle à ta place, par la même porte que toi, avec les mêmes limites.",
    en: "The rules you composed. It listens to the devices of the bench and speaks to them in your place, by the same door as you, within the same limits.",
  },
  "rotating-address": {
    fr: "Un téléphone ou un bracelet dont l’adresse change sans cesse, et que sa clé fait reconnaître : il est là, ou il n’y est pas.",
    en: "A phone or wristband whose address keeps changing, recognised by its key: it is here, or it is not.",
  },
};

/** What a model is; `undefined` for one that nobody described. */
export function modelWords(model: string): Words | undefined {
  return Object.hasOwn(models, model) ? models[model] : undefined;
}
