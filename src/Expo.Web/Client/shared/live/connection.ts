// The live connection: tries for ever with growing, jittered pauses, and says how it stands.
import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection, type RetryContext } from "@microsoft/signalr";

export interface Standing { connected: boolean; attempt: number }

const longestPause = 30_000;

/** Half to all of 1, 2, 4 … 30 seconds: ten thousand who were cut off together must not come back together. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(1000 * 2 ** Math.max(0, attempt - 1), longestPause);
  return full / 2 + random() * full / 2;
}

export class LiveConnection {
  readonly hub: HubConnection;
  private attempt = 0;

  /** @param joined is called after each (re)connection, before anything else is sent. */
  constructor(private readonly joined: () => Promise<void>, private readonly says: (standing: Standing) => void) {
    this.hub = new HubConnectionBuilder()
      .withUrl("/hubs/live")
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry: RetryContext) => this.pause(retry.previousRetryCount + 1) })
      .configureLogging(LogLevel.None)
      .build();
    this.hub.onreconnecting(() => this.pause(1));
    this.hub.onreconnected(() => this.arrive());
    this.hub.onclose(() => void this.start());
    window.addEventListener("online", () => void this.start());
  }

  get isOpen(): boolean { return this.hub.state === HubConnectionState.Connected; }

  async start(): Promise<void> {
    while (this.hub.state === HubConnectionState.Disconnected) {
      try {
        await this.hub.start();
        await this.arrive();
      } catch {
        const pause = this.pause(this.attempt + 1);
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    }
  }

  private pause(attempt: number): number {
    this.attempt = attempt;
    this.says({ connected: false, attempt });
    return pauseBefore(attempt);
  }

  private async arrive(): Promise<void> {
    this.attempt = 0;
    // A join that failed is made good by the pulses: they say what is missing.
    await this.joined().catch(() => undefined);
    this.says({ connected: true, attempt: 0 });
  }
}
