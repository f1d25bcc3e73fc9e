// The package brings no types of its own.
declare module "svg-to-pdfkit" {
  function drawSvg(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options?: {
      readonly width?: number;
      readonly height?: number;
      readonly preserveAspectRatio?: string;
      readonly assumePt?: boolean;
      readonly fontCallback?: (family: string, bold: boolean, italic: boolean) => string;
      readonly warningCallback?: (text: string) => void;
    },
  ): void;
  export = drawSvg;
}
