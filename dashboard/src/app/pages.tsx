// Address → page, each its own download: what the address one arrives at needs is asked for first (ahead.ts).
// Features are put together here, since none knows another.
import { Suspense, useEffect } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { useIsTrainer } from "../live/use-route.ts";
import { useText } from "../ui/language.tsx";
import { fetchAhead, later } from "../ui/later.tsx";
import { Link } from "../ui/link.tsx";
import { Empty, Loading, Page } from "../ui/page.tsx";
import { sparesData } from "../ui/spares-data.ts";
import { isPhonePage } from "./phone-pages.ts";

const BenchPage = later(async () => (await import("../features/bench/bench-page.tsx")).BenchPage, "first");
const DevicePage = later(async () => (await import("../features/device/device-page.tsx")).DevicePage);
const WiringPage = later(async () => (await import("../features/wiring/wiring-page.tsx")).WiringPage);
const LibraryPage = later(async () => (await import("../features/library/library-page.tsx")).LibraryPage);
const SheetPage = later(async () => (await import("../features/sheets/sheet-page.tsx")).SheetPage, "first");
const SheetBeside = later(async () => (await import("../features/sheets/sheet-beside.tsx")).SheetBeside);
const NumbersPage = later(async () => (await import("../features/numbers/numbers-page.tsx")).NumbersPage);
const ExperimentPage = later(
  async () => (await import("../features/experiments/experiment-page.tsx")).ExperimentPage,
);
const RunPage = later(async () => (await import("../features/runner/run-page.tsx")).RunPage);
const KitPage = later(async () => (await import("../features/kit/kit-page.tsx")).KitPage);
const KitPanel = later(async () => (await import("../features/kit/kit-panel.tsx")).KitPanel, "first");
const CheckUpPage = later(async () => (await import("../features/check-up/check-up-page.tsx")).CheckUpPage);
const PhonePage = later(async () => (await import("../features/phone/phone-page.tsx")).PhonePage);
const JoinPanel = later(async () => (await import("../features/phone/join-panel.tsx")).JoinPanel, "first");
const KeyboardPanel = later(
  async () => (await import("../features/keyboard-reader/keyboard-panel.tsx")).KeyboardPanel,
  "first",
);
const FaultPanel = later(
  async () => (await import("../features/faults/fault-panel.tsx")).FaultPanel,
  "first",
);
const NotebookPage = later(async () => (await import("../features/notebook/notebook-page.tsx")).NotebookPage);
const ComposerPage = later(async () => (await import("../features/composer/composer-page.tsx")).ComposerPage);
const ComposerPanel = later(
  async () => (await import("../features/composer/composer-panel.tsx")).ComposerPanel,
  "first",
);
const ComposerBeside = later(
  async () => (await import("../features/composer/composer-beside.tsx")).ComposerBeside,
);
const CodesPage = later(async () => (await import("../features/phone/codes-page.tsx")).CodesPage);
const LandingPage = later(async () => (await import("../features/phone/landing-page.tsx")).LandingPage);

/** By then the first page is there, with what it shows. */
const othersAfterMs = 4000;

export function Pages() {
  const phone = isPhonePage(useLocation().pathname);
  const isTrainer = useIsTrainer();
  useEffect(() => {
    // A phone that joins comes for one page.
    if (phone || sparesData()) return;
    let here = true;
    const timer = window.setTimeout(() => void fetchAhead(() => here), othersAfterMs);
    return () => {
      here = false;
      window.clearTimeout(timer);
    };
  }, [phone]);
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route
          index
          element={
            <BenchPage
              kitPanel={
                <Suspense fallback={<Loading lines={2} />}>
                  <KitPanel profiles={["rfid-hf"]} pins={[]} ports={[]} />
                </Suspense>
              }
              phonePanel={
                <Suspense fallback={<Loading lines={1} />}>
                  <JoinPanel />
                  <KeyboardPanel />
                  <ComposerPanel />
                  {isTrainer && <FaultPanel />}
                </Suspense>
              }
            />
          }
        />
        <Route
          path="appareil/:id"
          element={
            <DevicePage
              sheet={(id) => (
                <Suspense fallback={<Loading lines={2} />}>
                  <SheetBeside id={id} />
                </Suspense>
              )}
            />
          }
        />
        <Route path="appareil/:id/cablage" element={<WiringPage />} />
        <Route path="bibliotheque" element={<LibraryPage kind="all" />} />
        <Route path="fiches" element={<LibraryPage kind="sheets" />} />
        <Route path="fiches/:id" element={<SheetPage />} />
        <Route path="nombres" element={<NumbersPage />} />
        <Route path="experiences" element={<LibraryPage kind="experiments" />} />
        <Route path="experiences/:id" element={<ExperimentPage />} />
        <Route
          path="parcours/:runId"
          element={
            <RunPage
              kitPanel={(profiles, pins, ports) => (
                <Suspense fallback={<Loading lines={2} />}>
                  <KitPanel profiles={profiles} pins={pins} ports={ports} />
                </Suspense>
              )}
              composer={(devices) => (
                <Suspense fallback={<Loading lines={2} />}>
                  <ComposerBeside prefer={devices} />
                </Suspense>
              )}
            />
          }
        />
        <Route path="kit" element={<KitPage />} />
        <Route path="diagnostic" element={<CheckUpPage />} />
        <Route path="telephone" element={<PhonePage />} />
        <Route path="carnet" element={<NotebookPage />} />
        <Route path="compositeur" element={<ComposerPage />} />
        <Route path="codes" element={<CodesPage />} />
        <Route path="q/:id" element={<LandingPage />} />
        <Route path="banc" element={<Navigate to="/" replace />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

function NotFound() {
  const t = useText();
  return (
    <Page title={t("notFound.title")}>
      <Empty title={t("notFound.empty")}>
        <p>{t("notFound.text")}</p>
        <Link to="/">{t("notFound.back")}</Link>
      </Empty>
    </Page>
  );
}
