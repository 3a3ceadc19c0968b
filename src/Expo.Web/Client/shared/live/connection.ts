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
  private joins = 0;
  private wasThere = false;

  /**
   * @param joined is called after each (re)connection, before anything else is sent, and again until it succeeds.
   * @param back is called when a connection that was there and was lost is there again.
   */
  constructor(
    private readonly joined: () => Promise<void>, private readonly says: (standing: Standing) => void,
    private readonly back: () => void, hub?: HubConnection) {
    this.hub = hub ?? build(retry => this.pause(retry.previousRetryCount + 1));
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
        this.arrive();
      } catch {
        const pause = this.pause(this.attempt + 1);
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    }
  }

  /** Joins, and tries again for as long as this connection lasts: who is connected and has not joined hears nothing. */
  async join(): Promise<void> {
    const mine = ++this.joins;
    for (let attempt = 1; this.isOpen && mine === this.joins; attempt++) {
      try {
        await this.joined();
        if (mine === this.joins) this.says({ connected: true, attempt: 0 });
        return;
      } catch {
        if (!this.isOpen || mine !== this.joins) return;
        const pause = this.pause(attempt);
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    }
  }

  private pause(attempt: number): number {
    this.attempt = attempt;
    this.says({ connected: false, attempt });
    return pauseBefore(attempt);
  }

  private arrive(): void {
    this.attempt = 0;
    if (this.wasThere) this.back();
    this.wasThere = true;
    void this.join();
  }
}

function build(pause: (retry: RetryContext) => number): HubConnection {
  return new HubConnectionBuilder()
    .withUrl("/hubs/live")
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: pause })
    .configureLogging(LogLevel.None)
    .build();
}
