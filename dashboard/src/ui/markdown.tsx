// The Markdown renderer itself, apart so that it is downloaded with the first text, not with the first page.
import { type ReactNode, useMemo } from "react";
import Markdown, { type Components } from "react-markdown";
import { Link } from "react-router";
import remarkGfm from "remark-gfm";
import { ScrollFrame } from "./scroll-frame.tsx";
import { TermNote } from "./term-note.tsx";
import { markTerms, type Term } from "./terms.ts";

const components: Components = {
  a: ({ href, children }) =>
    href?.startsWith("/") === true && !href.startsWith("//") ? (
      <Link to={href}>{children}</Link>
    ) : (
      <a href={href} rel="noreferrer noopener" target="_blank">
        {children}
      </a>
    ),
  // Pictures come with the bench or not at all.
  img: ({ src, alt }) =>
    typeof src === "string" && src.startsWith("/") && !src.startsWith("//") ? (
      <img src={src} alt={alt ?? ""} />
    ) : (
      <em>{alt}</em>
    ),
  // A page has one h1 and its sections h2: headings inside a text come below.
  h1: Heading,
  h2: Heading,
  table: ({ children }) => (
    <ScrollFrame>
      <table>{children}</table>
    </ScrollFrame>
  ),
};

function Heading({ children }: { readonly children?: ReactNode }) {
  return <h3>{children}</h3>;
}

const noTerms: readonly Term[] = [];

export function MarkdownText({
  text,
  terms = noTerms,
}: {
  readonly text: string;
  readonly terms?: readonly Term[] | undefined;
}) {
  const plugins = useMemo(() => [remarkGfm, markTerms(terms)], [terms]);
  const withTerms = useMemo<Components>(
    () => ({
      ...components,
      dfn: ({ node, children }) => {
        const definition = terms[Number(node?.properties["data-term"])]?.definition;
        return definition === undefined ? children : <TermNote definition={definition}>{children}</TermNote>;
      },
    }),
    [terms],
  );
  return (
    <Markdown remarkPlugins={plugins} components={withTerms} skipHtml>
      {text}
    </Markdown>
  );
}
