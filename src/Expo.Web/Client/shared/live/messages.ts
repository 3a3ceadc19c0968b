// The shapes that /hubs/live and /api/v1/sessions/{slug}/events speak. Instants are ISO 8601 texts.

export interface PublicQuestion {
  id: number; text: string; askedBy: string | null; state: "approved" | "answered"; askedAt: string; isEdited: boolean;
  answeredAt: string | null; answeredLive: boolean; answer: string | null; answeredBy: string | null;
}

export interface PublicEvent { number: number; kind: string; questionId: number | null; question: PublicQuestion | null }

/** Votes by question id. */
export type Counts = Record<string, number>;

export interface EventPage { latest: number; events: PublicEvent[]; counts: Counts }

export interface Batch { session: string; latest: number; events: PublicEvent[] | null; counts: Counts | null }

export interface Pulse { stage: string; session: string | null; latest: number; check: number | null; viewers: number }

export interface StageChange { stage: string; session: string | null; spreadMilliseconds: number }

export interface OwnQuestion { id: number; text: string; state: "waiting" | "approved" | "answered" | "hidden"; askedAt: string }

export interface ViewerPart { asked: OwnQuestion[]; voted: number[] }

export interface JoinedSession {
  session: string; stage: string; takesQuestions: boolean; latest: number; questions: PublicQuestion[]; counts: Counts; mine: ViewerPart; viewers: number;
}

export interface Refusal { code: string; message: string; field: string | null }

export interface Reply<T> { value: T | null; refusal: Refusal | null }

export interface VoteCount { questionId: number; votes: number; isMine: boolean }

/** What was answered, or null when it was refused for good. Throws when it is worth another try. */
export function valueOf<T>({ value, refusal }: Reply<T>): T | null {
  if (refusal?.code === "live.too-often") throw new Error(refusal.message);
  return value;
}
