// The Markdown renderer itself, apart so that it is downloaded with the first text, not with the first page.
import { type ReactNode, useEffect, useMemo, useState } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { figureOfLink } from "#contract/figures.ts";
import { readPictureAddress, writePictureAddress } from "#contract/pictures.ts";
import type { Language } from "#contract/words.ts";
import { Detour } from "./detour.tsx";
import { FigureText } from "./figures.tsx";
import { ScrollFrame } from "./scroll-frame.tsx";
import { TermNote } from "./term-note.tsx";
import { markTerms, type Term } from "./terms.ts";

const links = (language: Language): NonNullable<Components["a"]> =>
  function TextLink({ href = "", children }) {
    const figure = figureOfLink(href);
    if (figure !== undefined)
      return (
        <FigureText {...figure} language={language}>
          {children}
        </FigureText>
      );
    if (href.startsWith("/") && !href.startsWith("//")) return <Detour to={href}>{children}</Detour>;
    return (
      <a href={href} rel="noreferrer noopener" target="_blank">
        {children}
      </a>
    );
  };

const components: Components = {
  img: ({ src, alt }) => <Picture address={src} alt={alt ?? ""} />,
  // A page has one h1 and its sections h2: headings inside a text come below.
  h1: Heading,
  h2: Heading,
  table: ({ children }) => (
    <ScrollFrame>
      <table>{children}</table>
    </ScrollFrame>
  ),
};

/** Pictures come with the bench or not at all. */
function Picture({ address, alt }: { readonly address: unknown; readonly alt: string }) {
  // The words of a page that came written go before its drawings; then those come too, before the network may leave.
  const [isWritten, setWritten] = useState(true);
  useEffect(() => setWritten(false), []);
  const found = typeof address === "string" ? readPictureAddress(address) : undefined;
  if (found === undefined) return <em>{alt}</em>;
  return (
    <img
      src={writePictureAddress({ sheet: found.sheet, name: found.name })}
      alt={alt}
      loading={isWritten ? "lazy" : "eager"}
      {...found.size}
    />
  );
}

function Heading({ children }: { readonly children?: ReactNode }) {
  return <h3>{children}</h3>;
}

const noTerms: readonly Term[] = [];

export function MarkdownText({
  text,
  language,
  terms = noTerms,
}: {
  readonly text: string;
  readonly language: Language;
  readonly terms?: readonly Term[] | undefined;
}) {
  const plugins = useMemo(() => [remarkGfm, markTerms(terms)], [terms]);
  const withTerms = useMemo<Components>(
    () => ({
      ...components,
      a: links(language),
      dfn: ({ node, children }) => {
        const definition = terms[Number(node?.properties["data-term"])]?.definition;
        return definition === undefined ? children : <TermNote definition={definition}>{children}</TermNote>;
      },
    }),
    [terms, language],
  );
  return (
    <Markdown remarkPlugins={plugins} components={withTerms} skipHtml>
      {text}
    </Markdown>
  );
}
