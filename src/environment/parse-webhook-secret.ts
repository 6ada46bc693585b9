import { SettingError } from "./setting-error.ts";

const SHORTEST = 16;
const FEWEST_CHARACTERS = 5;
const REMEDY = "make one with `openssl rand -hex 32` and give the App the same";

/**
 * The secret that webhooks are signed with. Whoever guesses it can make the App do what they like, so that it must have at
 * least 16 characters, 5 of them different, and must not be one word over and over; GitHub asks for "a random string of text
 * with high entropy" (docs.github.com, "Validating webhook deliveries").
 */
export function parseWebhookSecret(text: string): string {
  if (text.toLowerCase() === "development") {
    throw new SettingError(`"development" is public, Probot's own default; ${REMEDY}`);
  }
  if (text.length < SHORTEST) {
    throw new SettingError(`is shorter than ${SHORTEST} characters and could be guessed; ${REMEDY}`);
  }
  if (new Set(text).size < FEWEST_CHARACTERS || /^(.+?)\1+$/.test(text)) {
    throw new SettingError(`repeats itself and could be guessed; ${REMEDY}`);
  }
  return text;
}
