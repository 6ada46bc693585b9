import { validationFailed } from "../../refusal.ts";

/** Characters of a comment, and of the text of an issue. */
const MAX_BODY = 65_536;

/** The same text. Throws 422 for one that is too long; characters are code points. */
export function checkBody<T extends string | undefined>(body: T): T {
  if (countCharacters(body ?? "") <= MAX_BODY) return body;
  const message = "body is too long (maximum is 65536 characters)";
  throw validationFailed([{ resource: "IssueComment", field: "body", code: "custom", message }]);
}

const countCharacters = (text: string) => [...text].length;
