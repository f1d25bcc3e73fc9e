// The custom properties the pages set by `style`, known to React's types.
import "react";

declare module "react" {
  interface CSSProperties {
    "--labo-count"?: number;
  }
}
