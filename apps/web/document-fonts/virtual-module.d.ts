declare module 'virtual:document-fonts' {
  export const faces: readonly {
    readonly font: string;
    readonly weight: number;
    readonly style: 'normal' | 'italic';
    readonly url: string;
  }[];
}
