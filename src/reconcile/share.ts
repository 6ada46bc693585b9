/** What it takes to bring the image of a source. */
export interface SurveyedImage {
  /** With tag or digest, as in reports. Several images of a run can have the same. */
  readonly source: string;
  /** To be moved, as far as known; 0 where that could not be found out. */
  readonly bytes: number;
}

/** How the work of a run is divided, where others work on the same config. */
export interface Share {
  /** So many images have to be copied for others to be worth their while. Below, nothing is surveyed and all is ours. */
  readonly least: number;
  /**
   * Called once, when it is known what there is to be copied: says which sources are left to others. Their images, also those
   * with which nothing is to be done, are neither copied nor reported here.
   */
  readonly leave: (images: readonly SurveyedImage[]) => ReadonlySet<string>;
}
