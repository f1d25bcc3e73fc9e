// The desk of a station: its connection and its cable, what it listens to, what it publishes, what it hears.
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Device } from "#contract/devices.ts";
import type { EventOf, LaboEvent } from "#contract/events.ts";
import { longestStationText, longestStationTopic, mostInBurst, stationRoot } from "#contract/stations.ts";
import { problemOf } from "../connection/api.ts";
import { Card } from "../ui/card.tsx";
import { formatClock } from "../ui/format.ts";
import { useText, useWords } from "../ui/language.tsx";
import { NumberInput } from "../ui/number-input.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { useFeeds, useLive } from "./live-context.tsx";
import classes from "./station-pad.module.css";
import { useCall } from "./use-route.ts";

const shownMessages = 12;
const none: readonly LaboEvent[] = [];
const qualities = ["0", "1", "2"];

type Tell = (command: string, args?: Record<string, string | number>) => void;

export function StationPad({
  device,
  role,
  onSkip,
}: {
  readonly device: Device;
  /** What it plays in an experiment: "Ta station". */
  readonly role?: string | undefined;
  /** Where its dozen of stops is in the way of a keyboard: goes past them. */
  readonly onSkip?: (() => void) | undefined;
}) {
  const t = useText();
  const words = useWords();
  const titleId = useId();
  useFeeds([`device:${device.id}`]);
  const health = useLive((state) => state.bench?.devices[device.id]?.availability?.health);
  const facts = useLive((state) => state.bench?.devices[device.id]?.state?.facts);
  const send = useCall("command");
  const tell: Tell = (command, args = {}) =>
    send.mutate({ params: { id: device.id }, body: { command, args } });
  const refused = send.data?.ok === false ? send.data.problem : undefined;
  const isJoined = health !== undefined && health.code !== "STATION_OFF";
  const filters = (facts?.subscriptions ?? "").split("\n").filter((filter) => filter !== "");
  const own = `${stationRoot}/${device.facts.group}`;
  return (
    <Card as="section" family="station" label={titleId} className={classes.pad}>
      {onSkip !== undefined && (
        <button type="button" className={classes.skip} onClick={onSkip}>
          {t("station.skip")}
        </button>
      )}
      <div className={classes.head}>
        <h3 id={titleId}>
          {role !== undefined && <span className={classes.role}>{role}</span>} {words(device.name)}
        </h3>
        <span role="status" data-up={health?.state === "ready"} className={classes.link}>
          {t(health?.state === "ready" ? "station.up" : "station.down")}
          {health?.code === "STATION_UNPLUGGED" && <> · {t("station.cableOut")}</>}
        </span>
      </div>
      <p className={classes.small}>
        {t("station.group", { group: device.facts.group ?? "", topics: `${own}/` })}
      </p>
      <Connection
        own={own}
        isJoined={isJoined}
        isUnplugged={health?.code === "STATION_UNPLUGGED"}
        tell={tell}
      />
      <Subscriptions own={own} filters={filters} tell={tell} />
      <Publish device={device.id} own={own} tell={tell} />
      {send.isError && <ProblemNote problem={problemOf(send.error)} />}
      {refused !== undefined && <ProblemNote problem={refused} />}
      <Messages device={device.id} />
    </Card>
  );
}

/** Without a page reload on Enter. */
function Form({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form aria-label={label} onSubmit={submit} className={classes.form}>
      {children}
    </form>
  );
}

function Connection({
  own,
  isJoined,
  isUnplugged,
  tell,
}: {
  readonly own: string;
  readonly isJoined: boolean;
  readonly isUnplugged: boolean;
  readonly tell: Tell;
}) {
  const t = useText();
  const [session, setSession] = useState("clean");
  const [keepAlive, setKeepAlive] = useState<string | number>(30);
  const [will, setWill] = useState("");
  return (
    <div>
      <div className={classes.row}>
        <Button
          variant={isJoined ? "default" : "filled"}
          onClick={() => tell("join", { session, keepAlive: Number(keepAlive), will })}
        >
          {t("station.join")}
        </Button>
        <Button variant="default" disabled={!isJoined} onClick={() => tell("leave")}>
          {t("station.leave")}
        </Button>
        <Button variant="default" onClick={() => tell(isUnplugged ? "cable.plug" : "cable.pull")}>
          {t(isUnplugged ? "station.plug" : "station.pull")}
        </Button>
      </div>
      <details className={classes.settings}>
        <summary>{t("station.settings")}</summary>
        <div className={classes.form}>
          <NativeSelect
            label={t("station.session")}
            value={session}
            onChange={(event) => setSession(event.currentTarget.value)}
            data={(["clean", "persistent"] as const).map((value) => ({
              value,
              label: t(`station.session.${value}`),
            }))}
          />
          <NumberInput
            label={t("station.keepAlive")}
            min={5}
            max={60}
            allowDecimal={false}
            clampBehavior="strict"
            value={keepAlive}
            onChange={setKeepAlive}
          />
          <TextInput
            label={t("station.will")}
            description={t("station.willHelp", { topic: `${own}/etat` })}
            maxLength={60}
            value={will}
            onChange={(event) => setWill(event.currentTarget.value)}
          />
        </div>
      </details>
    </div>
  );
}

function Subscriptions({
  own,
  filters,
  tell,
}: {
  readonly own: string;
  readonly filters: readonly string[];
  readonly tell: Tell;
}) {
  const t = useText();
  const [filter, setFilter] = useState(`${own}/bonjour`);
  return (
    <div>
      <h4>{t("station.subscriptions")}</h4>
      {filters.length === 0 ? (
        <p className={classes.small}>{t("station.noSubscription")}</p>
      ) : (
        <ul className={classes.filters}>
          {filters.map((one) => (
            <li key={one}>
              <code>{one}</code>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                aria-label={t("station.unsubscribeOf", { filter: one })}
                onClick={() => tell("unsubscribe", { filter: one })}
              >
                {t("station.unsubscribe")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Form label={t("station.subscriptions")} onSubmit={() => tell("subscribe", { filter })}>
        <TextInput
          label={t("station.filter")}
          maxLength={longestStationTopic}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {t("station.subscribe")}
        </Button>
      </Form>
    </div>
  );
}

function Publish({
  device,
  own,
  tell,
}: {
  readonly device: string;
  readonly own: string;
  readonly tell: Tell;
}) {
  const t = useText();
  const last = useLive((state) => state.feeds[device]?.events ?? none).findLast(isPublished);
  const [topic, setTopic] = useState(`${own}/bonjour`);
  const [text, setText] = useState("");
  const [qos, setQos] = useState("0");
  const [retain, setRetain] = useState(false);
  const [count, setCount] = useState<string | number>(10);
  return (
    <div>
      <h4>{t("station.publishTitle")}</h4>
      <Form
        label={t("station.publishTitle")}
        onSubmit={() => tell("publish", { topic, text, qos, retain: retain ? "yes" : "no" })}
      >
        <TextInput
          label={t("station.topic")}
          maxLength={longestStationTopic}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <TextInput
          label={t("station.text")}
          maxLength={longestStationText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          className={classes.qos ?? ""}
          label={t("station.qos")}
          value={qos}
          onChange={(event) => setQos(event.currentTarget.value)}
          data={qualities}
        />
        <Checkbox
          className={classes.retain ?? ""}
          label={t("station.retain")}
          checked={retain}
          onChange={(event) => setRetain(event.currentTarget.checked)}
        />
        <Button type="submit">{t("station.publish")}</Button>
      </Form>
      <p role="status" className={classes.small}>
        {last !== undefined && t("station.published", { time: formatClock(last.time), topic: last.topic })}
      </p>
      <Form
        label={t("station.burstTitle")}
        onSubmit={() => tell("burst", { topic, count: Number(count), qos })}
      >
        <NumberInput
          label={t("station.burstTitle")}
          min={1}
          max={mostInBurst}
          allowDecimal={false}
          clampBehavior="strict"
          value={count}
          onChange={setCount}
        />
        <Button type="submit" variant="default">
          {t("station.burst")}
        </Button>
      </Form>
    </div>
  );
}

const isPublished = (event: LaboEvent): event is EventOf<"message-published"> =>
  event.kind === "message-published";
const isReceived = (event: LaboEvent): event is EventOf<"message-received"> =>
  event.kind === "message-received";

function Messages({ device }: { readonly device: string }) {
  const t = useText();
  const events = useLive((state) => state.feeds[device]?.events ?? none);
  const received = events.filter(isReceived);
  return (
    <div>
      <h4>{t("station.messages")}</h4>
      {received.length === 0 ? (
        <p className={classes.small}>{t("station.none")}</p>
      ) : (
        <ol className={classes.messages}>
          {received
            .slice(-shownMessages)
            .reverse()
            .map((one) => (
              <li key={one.id}>
                <time dateTime={one.time}>{formatClock(one.time)}</time>
                <code>{one.topic}</code>
                <b>{one.text === "" ? t("station.empty") : one.text}</b>
                <span className={classes.small}>
                  QoS {one.qos}
                  {one.retained && <> · {t("station.retained")}</>}
                  {one.duplicate && <> · {t("station.duplicate")}</>}
                </span>
              </li>
            ))}
        </ol>
      )}
    </div>
  );
}
