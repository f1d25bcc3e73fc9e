// What a station is, for the bench, and the commands it takes.
import type { Argument, Capability, Device } from "#contract/devices.ts";
import {
  burstPerSecond,
  longestStationText,
  longestStationTopic,
  mostInBurst,
  stationRoot,
} from "#contract/stations.ts";
import { rawWatchCapability } from "../raw-watch.ts";
import type { StationName } from "./station-names.ts";

const topic: Argument = {
  type: "text",
  name: "topic",
  label: { fr: "Sujet", en: "Topic" },
  maxLength: longestStationTopic,
};
const filter: Argument = {
  type: "text",
  name: "filter",
  label: { fr: "Sujet écouté", en: "Topic listened to" },
  maxLength: longestStationTopic,
};
const qos: Argument = {
  type: "choice",
  name: "qos",
  label: { fr: "Qualité (QoS)", en: "Quality (QoS)" },
  choices: [
    { value: "0", label: { fr: "0 : au plus une fois", en: "0: at most once" } },
    { value: "1", label: { fr: "1 : au moins une fois", en: "1: at least once" } },
    { value: "2", label: { fr: "2 : exactement une fois", en: "2: exactly once" } },
  ],
};

export const stationCapabilities: readonly Capability[] = [
  {
    command: "join",
    label: { fr: "Connecter", en: "Connect" },
    arguments: [
      {
        type: "choice",
        name: "session",
        label: { fr: "Session", en: "Session" },
        choices: [
          { value: "clean", label: { fr: "oubliée au départ", en: "forgotten on leaving" } },
          { value: "persistent", label: { fr: "gardée par le courtier", en: "kept by the broker" } },
        ],
      },
      {
        type: "number",
        name: "keepAlive",
        label: { fr: "Signe de vie", en: "Keep-alive" },
        min: 5,
        max: 60,
        step: 1,
        unit: "s",
        initial: 30,
      },
      {
        type: "text",
        name: "will",
        label: { fr: "Testament (vide : aucun)", en: "Last will (empty: none)" },
        maxLength: 60,
      },
    ],
  },
  { command: "leave", label: { fr: "Déconnecter", en: "Disconnect" }, arguments: [] },
  { command: "subscribe", label: { fr: "S’abonner", en: "Subscribe" }, arguments: [filter] },
  { command: "unsubscribe", label: { fr: "Se désabonner", en: "Unsubscribe" }, arguments: [filter] },
  {
    command: "publish",
    label: { fr: "Publier", en: "Publish" },
    arguments: [
      topic,
      {
        type: "text",
        name: "text",
        label: { fr: "Message", en: "Message" },
        maxLength: longestStationText,
      },
      qos,
      {
        type: "choice",
        name: "retain",
        label: { fr: "Retenu par le courtier", en: "Retained by the broker" },
        choices: [
          { value: "no", label: { fr: "non", en: "no" } },
          { value: "yes", label: { fr: "oui", en: "yes" } },
        ],
      },
    ],
  },
  {
    command: "burst",
    label: {
      fr: `Rafale de messages numérotés, ${burstPerSecond} par seconde`,
      en: `Burst of numbered messages, ${burstPerSecond} a second`,
    },
    arguments: [
      topic,
      {
        type: "number",
        name: "count",
        label: { fr: "Combien", en: "How many" },
        min: 1,
        max: mostInBurst,
        step: 1,
        unit: "",
        initial: mostInBurst,
      },
      qos,
    ],
  },
  {
    command: "cable.pull",
    label: { fr: "Débrancher le câble", en: "Pull the cable out" },
    arguments: [],
  },
  { command: "cable.plug", label: { fr: "Rebrancher le câble", en: "Plug the cable in" }, arguments: [] },
  rawWatchCapability,
];

export function describeStation(id: string, bridge: string, { group, name }: StationName): Device {
  return {
    id,
    bridge,
    name,
    model: "mqtt-station",
    profile: "mqtt-station",
    transport: "mqtt",
    source: "hardware",
    channels: [
      {
        id: "handshake",
        quantity: "delay",
        name: { fr: "Durée d’un envoi", en: "Time to send" },
        min: 0,
        max: 50,
      },
    ],
    capabilities: [...stationCapabilities],
    facts: { group, topics: `${stationRoot}/${group}/…` },
  };
}
