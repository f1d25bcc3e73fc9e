// The first visit, in three steps: take a tag, put it on the reader, begin the first experiment. Each ticks by itself.
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useLive } from "../../live/live-context.tsx";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import classes from "./bench.module.css";
import { someTagIsRead } from "./bench-model.ts";

const storageKey = "labo.guide";

/** The person closed the guide once already. */
export function firstStepsDone(): boolean {
  return window.localStorage.getItem(storageKey) === "done";
}

export function FirstSteps({
  kit,
  kitPanel,
  onClose,
}: {
  readonly kit: boolean;
  readonly kitPanel: ReactNode;
  readonly onClose: () => void;
}) {
  const t = useText();
  const readNow = useLive((state) => someTagIsRead(state.bench));
  const [read, setRead] = useState(false);
  const first = useRoute("sheets").data?.first;
  useEffect(() => {
    if (readNow) setRead(true);
  }, [readNow]);
  const close = () => {
    window.localStorage.setItem(storageKey, "done");
    onClose();
  };
  return (
    <Card as="section" label="premiers-pas" className={classes.guide}>
      <div className={classes.guideText}>
        <p className={classes.guideOver}>{t("guide.welcome")}</p>
        <h2 id="premiers-pas">{t("guide.title")}</h2>
        <ol className={classes.guideSteps}>
          <GuideStep
            n={1}
            done={read}
            title={t("guide.take")}
            text={t(kit ? "guide.takeKit" : "guide.takeReal")}
          />
          <GuideStep
            n={2}
            done={read}
            title={t("guide.put")}
            text={t(kit ? "guide.putKit" : "guide.putReal")}
          />
          <GuideStep n={3} done={false} title={t("guide.begin")} text={t("guide.beginText")}>
            {first !== undefined && (
              <LinkButton to={`/experiences/${first.id}`} variant={read ? "filled" : "default"}>
                {t("guide.go", { number: first.number })}
              </LinkButton>
            )}
          </GuideStep>
        </ol>
        <p role="status" className={classes.guideStatus}>
          {read && t("guide.read")}
        </p>
        <Button variant="subtle" color="gray" onClick={close} className={classes.guideClose}>
          {t("guide.close")}
        </Button>
      </div>
      {kit && <div className={classes.guideKit}>{kitPanel}</div>}
    </Card>
  );
}

function GuideStep({
  n,
  done,
  title,
  text,
  children,
}: {
  readonly n: number;
  readonly done: boolean;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  const t = useText();
  return (
    <li data-done={done}>
      <span className={classes.guideNumber} aria-hidden="true">
        {done ? "✓" : n}
      </span>
      <div>
        <strong>
          {title}
          {done && <span className={classes.hidden}> {t("guide.done")}</span>}
        </strong>
        <p>{text}</p>
        {children}
      </div>
    </li>
  );
}
