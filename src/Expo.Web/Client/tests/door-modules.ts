// For tests that need both from one build, so that a Refusal is one class.
export { Refusal } from "../door/api";
export { Outbox, mostBeforeNew, restAfterFailure, sameScanFor } from "../door/outbox";
