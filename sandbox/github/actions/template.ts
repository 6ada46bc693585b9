/** A value of a workflow file: in its strings, `${{ }}` stands for what is not known before the run. */
export type Template = string | number | boolean | null | readonly Template[] | TemplateMap;

/** Values by name. */
export interface TemplateMap {
  readonly [name: string]: Template;
}
