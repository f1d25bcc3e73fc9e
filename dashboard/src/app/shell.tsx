// What surrounds every page: skip link, name, navigation, language and light, the banner when the bench is away.
import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import {
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { Link, NavLink, useLocation } from "react-router";
import { isActive, onActive } from "../features/keyboard-reader/active.ts";
import { useFeeds, useLive } from "../live/live-context.tsx";
import { useSession } from "../live/use-route.ts";
import { type MessageId, useLanguage, useText } from "../ui/language.tsx";
import { later } from "../ui/later.tsx";
import { isPhonePage } from "./phone-pages.ts";
import classes from "./shell.module.css";

const KeyboardStrip = later(
  async () => (await import("../features/keyboard-reader/keyboard-strip.tsx")).KeyboardStrip,
  "first",
);

interface Place {
  readonly to: string;
  /** Addresses that belong to it, besides its own. */
  readonly also?: readonly string[];
  readonly label: MessageId;
  readonly icon: ReactNode;
}

const places: readonly Place[] = [
  { to: "/", label: "nav.bench", icon: <path d="M2 8h20M4 8v11M20 8v11M7 8V4h5v4M15 8V5h3v3" /> },
  {
    to: "/bibliotheque",
    also: ["/fiches", "/experiences", "/parcours"],
    label: "nav.books",
    icon: <path d="M4 4h4v16H4ZM8 6h4v14H8ZM12.8 6.6l3.6-1 4 14-3.6 1Z" />,
  },
  { to: "/kit", label: "nav.kit", icon: <path d="M4 8h16v12H4ZM9 8V5h6v3M4 13h16M12 11.5v3" /> },
  { to: "/diagnostic", label: "nav.checkUp", icon: <path d="M3 12h4l2.5-6 4 12 2.5-6h5" /> },
];

function isAt(pathname: string, addresses: readonly string[]): boolean {
  return addresses.some(
    (address) => pathname === address || (address !== "/" && pathname.startsWith(`${address}/`)),
  );
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const { suggest } = useLanguage();
  const session = useSession().data;
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const firstPath = useRef(pathname);
  const hasKeyboardReader = useSyncExternalStore(onActive, isActive, isActive);
  useFeeds(["bench"]);

  useEffect(() => {
    if (session !== undefined) suggest(session.language);
  }, [session, suggest]);

  // A new page starts at its top, with the focus at its beginning, as a page load would. Before the page’s own effects:
  // one that has a better place for the focus may say so.
  useLayoutEffect(() => {
    if (firstPath.current === pathname) return;
    firstPath.current = pathname;
    window.scrollTo(0, 0);
    // A page that went to a title of its own knows better.
    if (document.activeElement?.matches("main h2") !== true) main.current?.focus({ preventScroll: true });
  }, [pathname]);

  const shown = places.filter((place) => place.to !== "/kit" || session?.kit !== false);
  return (
    <div className={classes.shell}>
      <a href="#contenu" className={classes.skip}>
        {t("shell.skip")}
      </a>
      <header className={classes.header}>
        <NavLink to="/" className={classes.brand ?? ""} end>
          <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <rect width="32" height="32" rx="8" className={classes.brandGround} />
            <circle cx="16" cy="16" r="3.4" className={classes.brandDot} />
            <path
              d="M9.5 22.5a9.2 9.2 0 0 1 0-13M22.5 9.5a9.2 9.2 0 0 1 0 13"
              className={classes.brandWave}
            />
          </svg>
          <span>Labo Explorer</span>
        </NavLink>
        <nav aria-label={t("nav.label")} className={classes.nav}>
          {shown.map(({ to, also = [], label, icon }) => (
            <Link
              key={to}
              to={to}
              className={classes.place ?? ""}
              aria-current={isAt(pathname, [to, ...also]) ? "page" : undefined}
            >
              <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
                {icon}
              </svg>
              <span>{t(label)}</span>
            </Link>
          ))}
        </nav>
        <div className={classes.tools}>
          {session?.role === "trainer" && <span className={classes.role}>{t("shell.trainer")}</span>}
          <LanguageToggle />
          <SchemeToggle />
        </div>
      </header>
      {!isPhonePage(pathname) && <ConnectionBanner />}
      {hasKeyboardReader && (
        <Suspense>
          <KeyboardStrip />
        </Suspense>
      )}
      <main id="contenu" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer}>
        <span>{t("shell.licence")}</span>
        <NavLink to="/nombres">{t("shell.numbers")}</NavLink>
        {session !== undefined && <span>{t("shell.version", { version: session.version })}</span>}
      </footer>
    </div>
  );
}

function LanguageToggle() {
  const { language, choose } = useLanguage();
  const other = language === "fr" ? "en" : "fr";
  return (
    <Button
      variant="subtle"
      color="gray"
      px="sm"
      className={classes.tool}
      lang={other === "fr" ? "fr-CA" : "en-CA"}
      onClick={() => choose(other)}
    >
      {other === "fr" ? "Français" : "English"}
    </Button>
  );
}

function SchemeToggle() {
  const t = useText();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const dark = scheme === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      className={classes.tool ?? ""}
      aria-label={t(dark ? "shell.light" : "shell.dark")}
      title={t(dark ? "shell.light" : "shell.dark")}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    >
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" className={classes.icon}>
        {dark ? (
          <>
            <circle cx="12" cy="12" r="4.2" />
            <path d="M12 2.5v2.4M12 19.1v2.4M2.5 12h2.4M19.1 12h2.4M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7" />
          </>
        ) : (
          <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" />
        )}
      </svg>
    </ActionIcon>
  );
}

const patienceMs = 1200;

/** Says that the bench or its broker is away, once it has lasted long enough to matter, or that its name is not its own. */
function ConnectionBanner() {
  const t = useText();
  const connection = useLive((state) => state.connection);
  const broker = useLive((state) => state.bench?.broker);
  const away = connection !== "open";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!away) return setLate(false);
    const timer = window.setTimeout(() => setLate(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, [away]);
  const text =
    away && late
      ? t("banner.bench")
      : !away && broker?.state === "away"
        ? t("banner.broker", { kept: broker.kept, dropped: broker.dropped })
        : !away && broker?.nameShared
          ? t("banner.nameShared")
          : undefined;
  return (
    <div role="status" className={classes.bannerPlace} data-no-print>
      {text !== undefined && (
        <p className={classes.banner}>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className={classes.icon}>
            <path d="M12 3.5 21.5 20h-19ZM12 10v4.5M12 17.3v.2" />
          </svg>
          {text}
        </p>
      )}
    </div>
  );
}
