// What devices tell of themselves (facts) and what frames are made of (fields), each with its name for people.
// The id is the specification's own word, for engineers; pages print both.
import { quantities, quantityOf } from "./quantities.ts";
import type { Words } from "./words.ts";

const name = (fr: string, en: string): Words => ({ fr, en });

const fields = {
  // Facts of beacons, and the fields they come from
  uuid: name("Identifiant UUID", "UUID"),
  major: name("Groupe", "Group"),
  minor: name("Balise dans le groupe", "Beacon in the group"),
  namespace: name("Famille de balises", "Family of beacons"),
  instance: name("Balise dans la famille", "Beacon in the family"),
  mac: name("Adresse radio", "Radio address"),
  url: name("Lien", "Link"),
  intervalMs: name("Temps entre deux annonces", "Time between two advertisements"),
  // Facts of boards and readers
  firmware: name("Programme de la carte", "Program of the board"),
  version: name("Version", "Version"),
  chip: name("Puce du lecteur", "Chip of the reader"),
  adcBits: name("Finesse du convertisseur", "Resolution of the converter"),
  adcVolts: name("Tension que les entrées mesurent au plus", "Highest voltage the inputs measure"),
  port: name("Port de l’ordinateur", "Port of the computer"),
  manufacturer: name("Fabricant", "Maker"),
  // Frames of lent phones
  "page clock": name("Horloge de la page", "Clock of the page"),
  alpha: name("Rotation à plat (alpha)", "Turn in the screen’s plane (alpha)"),
  beta: name("Bascule d’avant en arrière (bêta)", "Tilt front to back (beta)"),
  gamma: name("Bascule de gauche à droite (gamma)", "Tilt left to right (gamma)"),
  // Frames of pages a keyboard reader types into
  hears: name("La page entend les touches", "The page hears the keys"),
  keys: name("Nombre de touches", "Number of keys"),
  gap: name("Temps entre deux touches (ms)", "Time between two keys (ms)"),
  lends: name("Ce qui est prêté", "What is lent"),
  refused: name("Ce que le téléphone refuse", "What the phone refuses"),
  asleep: name("Page en veille", "Page asleep"),
  line: name("Ligne reçue", "Line received"),
  // Advertisements
  length: name("Longueur", "Length"),
  type: name("Type", "Type"),
  flags: name("Drapeaux", "Flags"),
  "local name": name("Nom", "Name"),
  "company id": name("Numéro du fabricant", "Number of the maker"),
  "type and length": name("Type et longueur", "Type and length"),
  "service uuid": name("Numéro du service", "Number of the service"),
  "frame type": name("Type de trame", "Type of frame"),
  "data format": name("Format des données", "Data format"),
  "measured power": name("Puissance mesurée", "Measured power"),
  "tx power": name("Puissance d’émission", "Transmit power"),
  "tx power (5 bits)": name("Puissance d’émission", "Transmit power"),
  "tx power at 0 m": name("Puissance au départ", "Power at the source"),
  reserved: name("Réservé", "Reserved"),
  scheme: name("Début du lien", "Start of the link"),
  "encoded url": name("Suite du lien", "Rest of the link"),
  temperature: name("Température", "Temperature"),
  humidity: name("Humidité relative", "Relative humidity"),
  pressure: name("Pression", "Pressure"),
  "acceleration X": name("Accélération X", "Acceleration X"),
  "acceleration Y": name("Accélération Y", "Acceleration Y"),
  "acceleration Z": name("Accélération Z", "Acceleration Z"),
  "battery voltage": name("Tension de la pile", "Battery voltage"),
  "battery voltage (11 bits)": name("Tension de la pile", "Battery voltage"),
  "movement counter": name("Mouvements comptés", "Movements counted"),
  "measurement sequence": name("Numéro de mesure", "Measurement number"),
  "advertisement count": name("Annonces émises", "Advertisements sent"),
  "time since power-up": name("Temps depuis la mise en marche", "Time since power-up"),
  "beacon code": name("Signe du format", "Sign of the format"),
  id1: name("Famille de balises", "Family of beacons"),
  id2: name("Groupe", "Group"),
  id3: name("Balise dans le groupe", "Beacon in the group"),
  company: name("Numéro du fabricant", "Number of the maker"),
  makerByte: name("Octet du fabricant", "Byte of the maker"),
  "ephemeral id": name("Identifiant qui change", "Identifier that changes"),
  ciphertext: name("Partie chiffrée", "Encrypted part"),
  salt: name("Sel", "Salt"),
  counter: name("Compteur", "Counter"),
  mic: name("Preuve d’intégrité", "Proof of integrity"),
  macEnd: name("Fin de l’adresse radio", "End of the radio address"),
  "device information": name("Ce qu’est la trame", "What the frame is"),
  "object id": name("Numéro de l’objet", "Number of the object"),
  "object length": name("Longueur de l’objet", "Length of the object"),
  unread: name("Non lu", "Left unread"),
  button: name("Bouton", "Button"),
  dial: name("Molette", "Dial"),
  dimmer: name("Molette", "Dial"),
  text: name("Texte", "Text"),
  raw: name("Octets bruts", "Raw bytes"),
  deviceType: name("Type d’appareil", "Type of device"),
  firmwareVersion: name("Version du programme", "Version of the program"),
  "frame control": name("Ce qui suit dans la trame", "What follows in the frame"),
  capability: name("Capacités", "Capabilities"),
  "advert type": name("Type d’annonce", "Type of advertisement"),
  "sample type": name("Type d’échantillon", "Type of sample"),
  deviceId: name("Numéro de l’appareil", "Number of the device"),
  product: name("Modèle", "Model"),
  name: name("Nom", "Name"),
  json: name("Texte JSON", "JSON text"),
  device: name("Modèle", "Model"),
  "since motion": name("Temps depuis le passage", "Time since motion"),
  "since opening": name("Temps depuis l’ouverture", "Time since the opening"),
  // How a serial device was recognised, and how its reader is set
  baudRate: name("Vitesse (bauds)", "Speed (baud)"),
  confidence: name("Certitude", "Confidence"),
  alternatives: name("Ou peut-être", "Or perhaps"),
  framing: name("Trames du modèle", "Frames of the model"),
  checksum: name("Sommes de contrôle", "Checksums"),
  // What a tag says
  tagText: name("Texte de l’étiquette", "Text of the tag"),
  tagLink: name("Lien de l’étiquette", "Link of the tag"),
  tagAddress: name("Adresse de l’étiquette", "Address of the tag"),
  // What the visit notebook notes
  visitor: name("Pseudonyme", "Pseudonym"),
  stop: name("Halte", "Stop"),
  "record header": name("En-tête de l’enregistrement", "Header of the record"),
  // Frames of the PN532
  support: name("Sortes d’étiquettes", "Kinds of tags"),
  target: name("Rang de l’étiquette", "Rank of the tag"),
  "uid length": name("Longueur du numéro", "Length of the number"),
  ats: name("Réponse au choix", "Answer to select"),
  // Raddecs
  transmitter: name("Émetteur", "Transmitter"),
  receivers: name("Récepteurs", "Receivers"),
  receiver: name("Récepteur", "Receiver"),
  decodings: name("Fois entendu", "Times heard"),
  property: name("Ce qui suit", "What follows"),
  time: name("Heure", "Time"),
  packets: name("Paquets", "Packets"),
  packet: name("Paquet radio", "Radio packet"),
  happenings: name("Ce qui s’est passé", "What happened"),
  // Nexmosphere lines
  elements: name("Éléments branchés, par prise", "Elements plugged in, by socket"),
  action: name("Geste", "Gesture"),
  address: name("Prise du contrôleur", "Socket of the controller"),
  // GPS sentences
  utc: name("Heure universelle", "Universal time"),
  "N/S": name("Nord ou sud", "North or south"),
  "E/W": name("Est ou ouest", "East or west"),
  fix: name("Point obtenu", "Fix obtained"),
  "fix mode": name("Façon du point", "Mode of the fix"),
  course: name("Cap", "Course"),
  date: name("Date", "Date"),
  // Lines of the reader
  start: name("Début", "Start"),
  end: name("Fin", "End"),
  crc: name("Somme de contrôle", "Checksum"),
  protocol: name("Protocole", "Protocol"),
  readers: name("Lecteurs", "Readers"),
  seq: name("Numéro de ligne", "Line number"),
  ms: name("Horloge de la carte", "Clock of the board"),
  reader: name("Lecteur", "Reader"),
  uid: name("Numéro de l’étiquette", "Number of the tag"),
  sak: name("Ce que la puce sait faire", "What the chip can do"),
  atqa: name("Réponse à l’appel", "Answer to the call"),
  page: name("Page de la mémoire", "Page of the memory"),
  presentMs: name("Temps sur le lecteur", "Time on the reader"),
  status: name("État", "State"),
  polls: name("Appels", "Calls"),
  errors: name("Appels ratés", "Failed calls"),
  held: name("Étiquettes présentes", "Tags present"),
  command: name("Commande", "Command"),
  reason: name("Raison", "Reason"),
  // Stations
  group: name("Groupe", "Group"),
  topics: name("Sujets", "Topics"),
  subscriptions: name("Abonnements", "Subscriptions"),
  // Firmata messages
  data: name("Contenu", "Content"),
  value: name("Valeur", "Value"),
  levels: name("Niveaux", "Levels"),
  on: name("Suivre ou non", "Follow or not"),
  pin: name("Broche", "Pin"),
  mode: name("Rôle", "Role"),
  START_SYSEX: name("Début de long message", "Start of a long message"),
  END_SYSEX: name("Fin de long message", "End of a long message"),
  ANALOG_MESSAGE: name("Valeur d’une entrée", "Value of an input"),
  DIGITAL_MESSAGE: name("État de huit broches", "State of eight pins"),
  REPORT_ANALOG: name("Suivi d’une entrée", "Reporting of an input"),
  REPORT_DIGITAL: name("Suivi de huit broches", "Reporting of eight pins"),
  SET_PIN_MODE: name("Rôle d’une broche", "Role of a pin"),
  REPORT_VERSION: name("Version du protocole", "Protocol version"),
} as const satisfies Record<string, Words>;

/** Every fact and field that has a name. */
export const fieldIds: readonly string[] = Object.keys(fields);

const names: ReadonlyMap<string, Words> = new Map(Object.entries(fields));

/** The name of a fact, a field, or one of several of a kind (`button_2`); its id where nobody has named it. */
export function fieldName(id: string): Words {
  const own = names.get(id);
  if (own !== undefined) return own;
  const [, kind = id, index] = /^(.+)_(\d{1,3})$/.exec(id) ?? [];
  const name = names.get(kind) ?? quantityName(kind);
  if (name === undefined) return { fr: id, en: id };
  return index === undefined ? name : { fr: `${name.fr} ${index}`, en: `${name.en} ${index}` };
}

/** A field that holds a quantity and nothing else is named as the quantity. */
function quantityName(id: string): Words | undefined {
  const found = quantityOf(id);
  return found === undefined ? undefined : quantities[found.quantity].name;
}

/** Unit a fact is in, by the end of its id: devices tell facts as bare text. */
export function factUnit(id: string): string {
  const [, ending = ""] = /(Ms|Bits|Volts)$/.exec(id) ?? [];
  return { Ms: "ms", Bits: "bits", Volts: "V" }[ending] ?? "";
}
