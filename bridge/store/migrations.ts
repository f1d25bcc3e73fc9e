// The shape of the data file, as numbered steps. A step that was published never changes; a new one is added.

/** Step n brings a file from version n to n + 1, in one transaction. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    name TEXT CHECK (length(name) BETWEEN 1 AND 60),
    sheet TEXT CHECK (length(sheet) <= 64),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
  ) STRICT;

  CREATE TABLE taught_beacon (
    identity TEXT PRIMARY KEY CHECK (length(identity) <= 120),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
  ) STRICT;

  CREATE TABLE taught_tag (
    uid TEXT PRIMARY KEY CHECK (length(uid) <= 20),
    label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 60)
  ) STRICT;

  CREATE TABLE run (
    id TEXT PRIMARY KEY,
    participant TEXT NOT NULL,
    experiment TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    document TEXT NOT NULL CHECK (length(document) <= 2000000),
    UNIQUE (participant, experiment, attempt)
  ) STRICT;

  CREATE TABLE series (
    run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    mono REAL NOT NULL,
    time TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (length(channel) <= 80),
    value REAL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (run, n)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE code_page (
    id TEXT PRIMARY KEY CHECK (length(id) <= 64),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
  ) STRICT;
  `,
  `
  CREATE TABLE device_key (
    address TEXT PRIMARY KEY CHECK (length(address) = 12),
    key BLOB NOT NULL CHECK (length(key) = 16)
  ) STRICT;
  `,
  `
  CREATE TABLE port_note (
    port TEXT PRIMARY KEY CHECK (length(port) <= 300),
    note TEXT NOT NULL CHECK (length(note) <= 2000)
  ) STRICT;
  `,
  `
  CREATE TABLE board_plan (
    device TEXT PRIMARY KEY CHECK (length(device) <= 64),
    plan TEXT NOT NULL CHECK (length(plan) <= 20000)
  ) STRICT;
  `,
  `
  CREATE TABLE beacon_calibration (
    identity TEXT PRIMARY KEY CHECK (length(identity) <= 120),
    calibration TEXT NOT NULL CHECK (length(calibration) <= 1000)
  ) STRICT;
  `,
  `
  CREATE TABLE composer_rule (
    id TEXT PRIMARY KEY CHECK (length(id) <= 64),
    rule TEXT NOT NULL CHECK (length(rule) <= 20000)
  ) STRICT;
  `,
];
