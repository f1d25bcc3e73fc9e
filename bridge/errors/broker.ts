// The broker, the bridges and stations on it, and the rules that listen to it.
import { type ErrorRow, row } from "./row.ts";

export const brokerErrors = {
  BROKER_AWAY: row(
    503,
    ["Le courtier MQTT ne répond pas.", "The MQTT broker does not answer."],
    [
      "Rien n’est perdu : les événements attendent. Relance le courtier.",
      "Nothing is lost: events are waiting. Start the broker again.",
    ],
  ),
  MQTT_PORT_TAKEN: row(
    409,
    [
      "Le port du courtier MQTT est déjà utilisé par un autre programme.",
      "The port of the MQTT broker is already used by another program.",
    ],
    [
      "Ferme l’autre programme, choisis un autre port avec --mqtt-port, ou sers-toi de ce courtier avec --mqtt.",
      "Close the other program, choose another port with --mqtt-port, or use that broker with --mqtt.",
    ],
  ),
  BRIDGE_OFFLINE: row(
    409,
    ["La passerelle qui tient cet appareil est hors ligne.", "The bridge that holds this device is offline."],
    [
      "Rallume l’ordinateur où il est branché, ou relance la passerelle.",
      "Switch on the computer it is plugged into, or start the bridge again.",
    ],
  ),
  BRIDGE_CLOSED: row(
    409,
    ["Le banc qui tient cet appareil a été fermé.", "The bench that holds this device was closed."],
    [
      "Relance-le avec npm start : l’appareil revient.",
      "Start it again with npm start: the device comes back.",
    ],
  ),
  NAME_SHARED: row(
    409,
    [
      "Un autre banc du même nom parle sur ce courtier : chacun ignore les appareils de l’autre.",
      "Another bench of the same name speaks on this broker: each ignores the other’s devices.",
    ],
    [
      "Ferme l’un des deux, puis relance-le avec un autre nom : --name grenier, par exemple.",
      "Close one of the two, then start it again under another name: --name attic, for example.",
    ],
  ),
  BROKER_ELSEWHERE: row(
    409,
    [
      "Le courtier n’est pas celui du banc : ce n’est pas au banc de l’arrêter.",
      "The broker is not the bench’s own: it is not for the bench to stop it.",
    ],
    [
      "Arrête-le toi-même, ou démarre le banc sans adresse de courtier.",
      "Stop it yourself, or start the bench without a broker’s address.",
    ],
  ),
  BROKER_CUT: row(
    409,
    ["Le courtier est déjà arrêté.", "The broker is stopped already."],
    ["Attends son retour : il revient de lui-même.", "Wait for it: it comes back by itself."],
  ),
  STATIONS_FULL: row(
    409,
    ["Le banc a déjà toutes les stations qu’il peut tenir.", "The bench has all the stations it can hold."],
    ["Range une station qui ne sert plus.", "Put away a station that nobody uses."],
  ),
  STATION_OFF: row(
    409,
    ["Cette station n’est pas connectée au courtier.", "This station is not connected to the broker."],
    ["Connecte-la d’abord.", "Connect it first."],
  ),
  STATION_LOST: row(
    409,
    [
      "Cette station a perdu le courtier : la ligne ne répond plus.",
      "This station lost the broker: the line is dead.",
    ],
    [
      "Rebranche son câble, ou attends le retour du courtier. Elle se reconnecte d’elle-même.",
      "Plug its cable back in, or wait for the broker. It connects again by itself.",
    ],
  ),
  STATION_UNPLUGGED: row(
    409,
    ["Le câble de cette station est débranché.", "This station’s cable is out."],
    ["Rebranche-le.", "Plug it back in."],
  ),
  STATION_REFUSED: row(
    502,
    ["Le courtier n’a pas accepté la station.", "The broker did not accept the station."],
    [
      "Vérifie que le courtier répond et que l’adresse donnée au banc permet de s’y connecter.",
      "Check that the broker answers and that the address given to the bench lets one in.",
    ],
  ),
  STATION_TOPIC: row(
    400,
    [
      "Un sujet de station commence par « atelier/ », sans niveau vide ni caractère invisible.",
      "A station’s topic begins with “atelier/”, with no empty level and nothing invisible.",
    ],
    [
      "Corrige le sujet. « + » et « # » servent à s’abonner, jamais à publier.",
      "Correct the topic. “+” and “#” are for subscribing, never for publishing.",
    ],
  ),
  STATION_BUSY: row(
    409,
    ["Cette station en fait déjà trop à la fois.", "This station is already doing too much at once."],
    [
      "Attends la fin de sa rafale, ou enlève un abonnement.",
      "Wait for its burst to end, or drop a subscription.",
    ],
  ),
  RULE_REFUSED: row(
    422,
    ["Cette règle ne peut pas marcher telle quelle.", "This rule cannot work as it is."],
    ["Corrige la carte où c’est écrit, puis enregistre.", "Correct the card where it is written, then save."],
  ),
  RULES_FULL: row(
    409,
    [
      "Le compositeur a déjà toutes les règles qu’il peut suivre.",
      "The composer has all the rules it can follow.",
    ],
    ["Retire une règle qui ne sert plus.", "Remove a rule that is not used any more."],
  ),
} as const satisfies Record<string, ErrorRow>;
